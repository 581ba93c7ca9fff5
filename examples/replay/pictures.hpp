#pragma once

#include "log_files.hpp"
#include "options.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace replay_tool {

/// The pictures that the command line asks for.
class Pictures {
 public:
  /// Creates the folder of several pictures. Throws UsageError if one is wanted of several files, and
  /// std::runtime_error if gnuplot is not installed.
  Pictures(const Options& options, const std::vector<LogFile>& files);

  [[nodiscard]] bool wanted() const { return !plot_.empty() || !folder_.empty(); }

  /// Calls draw(its path) for the picture of a file, if it is wanted. An exception is reported and
  /// counted, because the log itself has been used.
  void draw(std::size_t file, const std::function<void(const std::filesystem::path&)>& draw);

  /// The number of pictures that could not be drawn.
  [[nodiscard]] std::int64_t failed() const { return failed_; }

  /// 1 if a picture could not be drawn, and otherwise 0.
  [[nodiscard]] int exit_status() const { return failed_ > 0 ? 1 : 0; }

 private:
  std::filesystem::path plot_;
  std::filesystem::path folder_;
  std::vector<std::string> names_;
  std::int64_t failed_ = 0;
};

}  // namespace replay_tool
