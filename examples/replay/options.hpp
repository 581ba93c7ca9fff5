#pragma once

#include "policies.hpp"
#include "session.hpp"
#include "suggestion.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace replay_tool {

/// What the command line asks for.
struct Options {
  std::vector<std::string> logs;  ///< files and folders, or "-" alone
  std::string column = "train_loss";
  PolicyTexts policies;
  Rules rules;
  bool json = false;
  std::filesystem::path plot;   ///< picture of the one log; empty: none
  std::filesystem::path plots;  ///< folder of a picture for each log; empty: none
  bool list = false;
  bool suggest = false;
  SearchTexts search;  ///< of a suggestion
};

/// Reads the command line; nothing if it asked for help, which is printed. Throws UsageError.
[[nodiscard]] std::optional<Options> parse_options(int argc, const char* const* argv);

}  // namespace replay_tool
