#include "support/watched_disk.hpp"

#include "support/files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

// Not an unnamed namespace: WatchedCalls has a Disk, and g++ warns of that in a file that another
// one includes, as a unity build does.
namespace disk_images {

/// A change of the folder's names, as a whole: the file that each of them has from then on, if any.
using Renaming = std::vector<std::pair<std::string, std::optional<int>>>;

/// A disk with what it would lose.
struct Disk {
  std::map<std::string, int> names;
  std::map<int, std::string> bytes;   // of each file, as they were last synced
  std::map<int, std::string> cached;  // of each file, as they are read
  std::vector<Renaming> renamings;    // since the folder was synced

  /// What is left if these of the renamings have reached the disk, and the cache or not.
  [[nodiscard]] Files files(std::size_t reached, bool with_cache) const {
    std::map<std::string, int> left = names;
    for (std::size_t i = 0; i < renamings.size(); ++i)
      if ((reached >> i & 1) != 0) rename(left, renamings[i]);
    Files files;
    for (const auto& [name, file] : left) files[name] = (with_cache ? cached : bytes).at(file);
    return files;
  }

  /// The name's file by now.
  [[nodiscard]] std::optional<int> file(const std::string& name) const {
    std::map<std::string, int> now = names;
    for (const Renaming& renaming : renamings) rename(now, renaming);
    const auto found = now.find(name);
    return found == now.end() ? std::nullopt : std::optional(found->second);
  }

  void sync_names() {
    for (const Renaming& renaming : renamings) rename(names, renaming);
    renamings.clear();
  }

 private:
  static void rename(std::map<std::string, int>& names, const Renaming& renaming) {
    for (const auto& [name, file] : renaming) {
      if (file)
        names[name] = *file;
      else
        names.erase(name);
    }
  }
};

}  // namespace disk_images

using namespace disk_images;

struct WatchedCalls {
  std::filesystem::path folder;
  std::vector<Disk> disks = {};   // before the first call, and after each
  std::map<int, int> files = {};  // by their descriptors
  std::set<int> folders = {};     // the descriptors of the folder
  std::size_t failing = SIZE_MAX;
  int error = 0;

  /// The name of a path in the folder.
  [[nodiscard]] std::optional<std::string> name_of(const std::filesystem::path& path) const {
    return path.parent_path() == folder ? std::optional(path.filename().string()) : std::nullopt;
  }

  [[nodiscard]] std::optional<int> file_of(const std::filesystem::path& path) const {
    const auto name = name_of(path);
    return name ? disks.back().file(*name) : std::nullopt;
  }

  /// Whether the call that is about to be made is the one that fails.
  [[nodiscard]] bool fails() {
    if (disks.size() - 1 != failing) return false;
    failing = SIZE_MAX;
    errno = error;
    return true;
  }

  /// The disk after one more call.
  Disk& next() { return disks.emplace_back(Disk(disks.back())); }
};

namespace {

WatchedCalls* watching = nullptr;

bool is_watched(int file) { return watching != nullptr && watching->files.contains(file); }

bool is_watched(const char* path) { return watching != nullptr && watching->name_of(path); }

}  // namespace

Files files_in(const std::filesystem::path& folder) {
  Files files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.is_regular_file())
      files[entry.path().filename().string()] = support::read_file(entry.path());
  return files;
}

WatchedDisk::WatchedDisk(const std::filesystem::path& folder)
    : calls_(std::make_unique<WatchedCalls>(WatchedCalls{folder})) {
  if (watching != nullptr) throw std::logic_error("a disk is watched already");
  Disk disk;
  for (auto& [name, bytes] : files_in(folder)) {
    const int file = static_cast<int>(disk.bytes.size());
    disk.names[name] = file;
    disk.bytes[file] = disk.cached[file] = bytes;
  }
  calls_->disks.push_back(std::move(disk));
  watching = calls_.get();
}

WatchedDisk::~WatchedDisk() { watching = nullptr; }

std::size_t WatchedDisk::calls() const { return calls_->disks.size() - 1; }

void WatchedDisk::fail_after(std::size_t calls, int error) {
  calls_->failing = calls;
  calls_->error = error;
}

std::set<Files> WatchedDisk::survivors(std::size_t calls) const {
  const Disk& disk = calls_->disks.at(calls);
  std::set<Files> left;
  for (std::size_t reached = 0; reached < std::size_t{1} << disk.renamings.size(); ++reached)
    for (const bool with_cache : {true, false}) left.insert(disk.files(reached, with_cache));
  return left;
}

// What --wrap puts in place of the calls, and where it leaves them.
extern "C" {

int __real_open(const char* path, int flags, ...);
ssize_t __real_write(int file, const void* bytes, size_t count);
int __real_ftruncate(int file, off_t size);
int __real_fsync(int file);
int __real_rename(const char* from, const char* to);
int __real_unlink(const char* path);

int __wrap_open(const char* path, int flags, ...) {
  std::va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  const bool creates = is_watched(path) && (flags & O_CREAT) != 0 && !watching->file_of(path);
  if (creates && watching->fails()) return -1;
  const int file = __real_open(path, flags, mode);
  if (watching == nullptr || file < 0) return file;
  watching->files.erase(file);
  watching->folders.erase(file);
  if (watching->folder == path) watching->folders.insert(file);
  if (creates) {
    Disk& disk = watching->next();
    const int number = static_cast<int>(disk.bytes.size());
    disk.bytes[number] = disk.cached[number] = "";
    disk.renamings.push_back({{*watching->name_of(path), number}});
  }
  if (is_watched(path) && (flags & (O_WRONLY | O_RDWR)) != 0)
    watching->files[file] = watching->file_of(path).value();
  return file;
}

ssize_t __wrap_write(int file, const void* bytes, size_t count) {
  if (!is_watched(file)) return __real_write(file, bytes, count);
  if (watching->fails()) return -1;
  const ssize_t written = __real_write(file, bytes, count);
  if (written > 0)
    watching->next().cached.at(watching->files.at(file)) +=
        std::string_view(static_cast<const char*>(bytes), static_cast<std::size_t>(written));
  return written;
}

int __wrap_ftruncate(int file, off_t size) {
  if (!is_watched(file)) return __real_ftruncate(file, size);
  if (watching->fails()) return -1;
  watching->next().cached.at(watching->files.at(file)).resize(static_cast<std::size_t>(size));
  return __real_ftruncate(file, size);
}

int __wrap_fsync(int file) {
  const bool is_folder = watching != nullptr && watching->folders.contains(file);
  if (!is_folder && !is_watched(file)) return __real_fsync(file);
  if (watching->fails()) return -1;
  Disk& disk = watching->next();
  if (is_folder)
    disk.sync_names();
  else
    disk.bytes.at(watching->files.at(file)) = disk.cached.at(watching->files.at(file));
  return __real_fsync(file);
}

int __wrap_rename(const char* from, const char* to) {
  if (!is_watched(from)) return __real_rename(from, to);
  if (watching->fails()) return -1;
  const int result = __real_rename(from, to);
  if (const auto file = watching->file_of(from); result == 0 && file)
    watching->next().renamings.push_back(
        {{*watching->name_of(from), {}}, {watching->name_of(to).value(), file}});
  return result;
}

int __wrap_unlink(const char* path) {
  if (!is_watched(path)) return __real_unlink(path);
  if (watching->fails()) return -1;
  const int result = __real_unlink(path);
  if (result == 0) watching->next().renamings.push_back({{*watching->name_of(path), {}}});
  return result;
}

}  // extern "C"
