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
  std::vector<std::string> schedulers;  ///< texts that autodecay::runtime::parse takes
  Rules rules;
  bool json = false;
  std::filesystem::path plot;   ///< picture of a single log; empty: none
  std::filesystem::path plots;  ///< folder for one picture per log; empty: none
  bool list = false;
  bool compare = false;
  bool suggest = false;
  SearchTexts search;  ///< for a suggestion

  static constexpr const char* default_scheduler = "auto";

  [[nodiscard]] bool has_default_scheduler() const { return schedulers.empty(); }
  /// The scheduler to replay, of which there is one unless schedulers are compared.
  [[nodiscard]] std::string scheduler() const {
    return has_default_scheduler() ? default_scheduler : schedulers.front();
  }
  /// What the losses of a log are, for headings.
  [[nodiscard]] std::string label_of(const Log& log) const {
    return log.column + (wanted.maximize ? ", turned around" : "");
  }
};

/// Reads the command line. Prints the help and returns nothing if the command line asks for it.
/// Throws UsageError.
[[nodiscard]] std::optional<Options> parse_options(int argc, const char* const* argv);

}  // namespace replay_tool
