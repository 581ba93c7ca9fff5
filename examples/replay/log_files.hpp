#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace replay_tool {

/// A file that is to be replayed.
struct LogFile {
  std::string path;
  bool from_folder = false;  ///< found in a folder, and so perhaps no log at all
};

struct LogFiles {
  std::vector<LogFile> files;
  std::vector<std::string> errors;  ///< folders that cannot be read or hold no log, and why
};

/// The files that some arguments mean. A folder means all .csv files and event files in it and in
/// the folders below, in the order of their paths; those whose name begins with a dot are left out.
[[nodiscard]] LogFiles find_logs(const std::vector<std::string>& arguments);

/// A name for each file's picture, all different: its path below the folder that holds them all,
/// with dashes for slashes, without ".csv".
[[nodiscard]] std::vector<std::string> picture_names(const std::vector<LogFile>& files);

}  // namespace replay_tool
