#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace replay_tool {

/// A file to replay.
struct LogFile {
  std::string path;
  bool from_folder = false;  ///< found in a folder, and therefore possibly not a log
};

struct LogFiles {
  std::vector<LogFile> files;
  std::vector<std::string> folders;  ///< those of the arguments
  std::vector<std::string> errors;   ///< messages about folders that are unreadable or have no log
};

/// The files that the arguments name. A folder stands for all logs in it and in its subfolders, in the
/// order of their paths: the files that are logs by their names, .csv and tfevents, or by their
/// contents. A table is a log by its contents if its name is .tsv, .log or .txt (see is_log). Upper case
/// and .gz after these names make no difference. Names that begin with a dot are skipped.
[[nodiscard]] LogFiles find_logs(const std::vector<std::string>& arguments);

/// A unique name for each file's picture: its path relative to the common folder, with dashes
/// instead of slashes and without ".csv".
[[nodiscard]] std::vector<std::string> picture_names(const std::vector<LogFile>& files);

}  // namespace replay_tool
