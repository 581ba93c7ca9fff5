#pragma once

#include "log_files.hpp"
#include "options.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace replay_tool {

/// Where the pictures that the command line asks for are written.
class Pictures {
 public:
  /// Creates the folder of several pictures. Throws UsageError if one is wanted of several files.
  Pictures(const Options& options, const std::vector<LogFile>& files)
      : plot_(options.plot), folder_(options.plots), names_(picture_names(files)) {
    if (!plot_.empty() && files.size() > 1)
      throw UsageError("--plot draws one log, and there are " + std::to_string(files.size()) +
                       ": --plots FOLDER draws them all");
    if (!folder_.empty()) std::filesystem::create_directories(folder_);
  }

  [[nodiscard]] bool wanted() const { return !plot_.empty() || !folder_.empty(); }

  /// The picture of a file.
  [[nodiscard]] std::filesystem::path of(std::size_t file) const {
    return folder_.empty() ? plot_ : folder_ / (names_[file] + ".svg");
  }

 private:
  std::filesystem::path plot_;
  std::filesystem::path folder_;
  std::vector<std::string> names_;
};

}  // namespace replay_tool
