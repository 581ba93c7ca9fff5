#include "log_files.hpp"

#include "log.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <set>
#include <system_error>
#include <utility>

namespace replay_tool {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

/// The name of the file in lower case, without .gz.
std::string plain_name(const fs::path& path) {
  std::string name = path.filename().string();
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return name;
}

bool is_log_file(const fs::path& path) {
  const std::string name = plain_name(path);
  const bool may_be_table =
      name.ends_with(".tsv") || name.ends_with(".log") || name.ends_with(".txt");
  return name.ends_with(".csv") || name.find("tfevents") != name.npos ||
         is_log(path.string(), may_be_table);
}

/// Collects the logs in a folder and its subfolders, in any order. An unreadable folder does not
/// hide the others.
void collect(const fs::path& folder, std::vector<fs::path>& found,
             std::vector<std::string>& errors) {
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::end(entry);
       entry.increment(error)) {
    if (is_hidden(entry->path())) continue;
    std::error_code ignored;
    if (entry->is_directory(ignored)) {
      if (!entry->is_symlink(ignored)) collect(entry->path(), found, errors);
    } else if (is_log_file(entry->path())) {
      found.push_back(entry->path());
    }
  }
  if (error) errors.push_back(folder.string() + ": " + error.message());
}

/// The longest common path of the parents of all files.
fs::path common_parent(const std::vector<fs::path>& files) {
  fs::path common = files.front().parent_path();
  for (const fs::path& file : files) {
    const fs::path parent = file.parent_path();
    const auto [end, ignored] =
        std::mismatch(common.begin(), common.end(), parent.begin(), parent.end());
    fs::path shared;
    for (auto part = common.begin(); part != end; ++part) shared /= *part;
    common = shared;
  }
  return common;
}

}  // namespace

LogFiles find_logs(const std::vector<std::string>& arguments) {
  LogFiles logs;
  for (const std::string& argument : arguments) {
    std::error_code ignored;
    if (!fs::is_directory(argument, ignored)) {
      logs.files.push_back({argument, false});
      continue;
    }
    logs.folders.push_back(argument);
    std::vector<fs::path> found;
    const std::size_t errors = logs.errors.size();
    collect(argument, found, logs.errors);
    if (found.empty() && logs.errors.size() == errors)
      logs.errors.push_back(argument + ": this folder has no log");
    std::sort(found.begin(), found.end());
    for (const fs::path& path : found) logs.files.push_back({path.string(), true});
  }
  return logs;
}

std::vector<std::string> picture_names(const std::vector<LogFile>& files) {
  std::vector<fs::path> paths;
  for (const LogFile& file : files) paths.push_back(fs::absolute(file.path).lexically_normal());
  if (paths.empty()) return {};
  const fs::path parent = common_parent(paths);

  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const fs::path& path : paths) {
    std::string name = path.lexically_relative(parent).string();
    std::replace(name.begin(), name.end(), '/', '-');
    if (name.ends_with(".csv")) name.resize(name.size() - 4);
    std::string unique = name;
    for (int number = 2; !taken.insert(unique).second; ++number)
      unique = name + '-' + std::to_string(number);
    names.push_back(unique);
  }
  return names;
}

}  // namespace replay_tool
