#pragma once

#include "log.hpp"
#include "session.hpp"
#include "suggestion.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace replay_tool {

/// The options of the command line.
struct Options {
  std::vector<std::string> logs;  ///< files and folders, or "-" alone
  Wanted wanted;
  std::string scheduler = "auto";  ///< a text that autodecay::runtime::parse takes
  Rules rules;
  bool json = false;
  std::filesystem::path plot;   ///< picture of a single log; empty: none
  std::filesystem::path plots;  ///< folder for one picture per log; empty: none
  bool list = false;
  bool suggest = false;
  SearchTexts search;  ///< for a suggestion
};

/// Reads the command line. Prints the help and returns nothing if the command line asks for it.
/// Throws UsageError.
[[nodiscard]] std::optional<Options> parse_options(int argc, const char* const* argv);

}  // namespace replay_tool
