#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

namespace trainer {

/// A folder's path, absolute and without a slash at its end, so that a folder has one name.
[[nodiscard]] std::filesystem::path absolute_folder(const std::filesystem::path& folder);

/// The whole file. Throws std::system_error that names it.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Replaces `path` by `parts`, one after the other, as a whole: written beside it, synced to the
/// disk, renamed. After a crash at any moment the file is the old or the new one. Throws
/// std::system_error that names the file and the system's reason; the old file is then untouched
/// and nothing is left beside it.
void write_atomically(const std::filesystem::path& path,
                      std::initializer_list<std::string_view> parts);

/// Appends `bytes`, to a new file if there is none, and syncs them to the disk. Throws
/// std::system_error that names the file and the system's reason; the file is then as it was.
void append_bytes(const std::filesystem::path& path, std::string_view bytes);

/// Appends `line` and a newline, as append_bytes does.
void append_line(const std::filesystem::path& path, std::string_view line);

/// Makes a name that was created or removed in `folder` survive a crash. Throws std::system_error.
void sync_folder(const std::filesystem::path& folder);

/// Holds a file locked against other processes until destroyed, or the process ends however it
/// does. The file is created if need be, and stays.
class FileLock {
 public:
  /// Throws std::runtime_error that names the file if another process holds it, and
  /// std::system_error if it cannot be opened.
  explicit FileLock(const std::filesystem::path& path);
  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;

 private:
  int descriptor_;
};

}  // namespace trainer
