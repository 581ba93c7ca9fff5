#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace trainer {

/// A folder's path, absolute and without a slash at its end, so that a folder has one name.
[[nodiscard]] std::filesystem::path absolute_folder(const std::filesystem::path& folder);

/// A file descriptor, closed at the end.
class Descriptor {
 public:
  /// Takes over an open one, or what a failed call has returned.
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&&) = delete;

  [[nodiscard]] int number() const { return number_; }

  /// Gives it away.
  int release() noexcept;

 private:
  int number_;
};

/// A path that leads to a pipe, a device, a folder or whatever else is not a plain file.
class NotRegular : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A plain file, open for reading.
class RegularFile {
 public:
  /// Throws std::system_error that names a file that cannot be opened, and NotRegular for one that
  /// is not plain, without reading from it or waiting for it.
  explicit RegularFile(std::filesystem::path path);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// In bytes, when it was opened.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Reads so many bytes from a position on, fewer only at the end of the file; returns how many.
  /// Throws std::system_error that names the file.
  std::size_t read(std::uint64_t position, char* bytes, std::size_t count) const;

 private:
  std::filesystem::path path_;
  Descriptor descriptor_;
  std::uint64_t size_ = 0;
};

/// The whole file. Throws what RegularFile throws.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Replaces `path` by `parts`, one after the other, as a whole: written beside it, under a name that
/// was free, synced to the disk, renamed. After a crash at any moment the file is the old or the new
/// one. Throws std::system_error that names the file and the system's reason; the old file is then
/// untouched and nothing is left beside it.
void write_atomically(const std::filesystem::path& path,
                      const std::vector<std::string_view>& parts);

/// Removes what processes that were killed in write_atomically() have left in a folder, in which no
/// other process may be writing. Throws std::filesystem::filesystem_error.
void remove_temporaries(const std::filesystem::path& folder);

/// Gives a file the name `to`, in place of the file of that name. The new name survives a crash once
/// its folder is synced. Throws std::system_error that names `to`.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Appends `bytes`, to a new file if there is none, and syncs them to the disk. Throws
/// std::system_error that names the file and the system's reason; the file is then as it was.
void append_bytes(const std::filesystem::path& path, std::string_view bytes);

/// Appends `line` and a newline, as append_bytes does.
void append_line(const std::filesystem::path& path, std::string_view line);

/// Makes a name that was created or removed in `folder` survive a crash. Throws std::system_error.
void sync_folder(const std::filesystem::path& folder);

/// Makes a folder and those above it, which then survive a crash. Throws
/// std::filesystem::filesystem_error, and std::system_error.
void create_folders(const std::filesystem::path& folder);

/// Holds a file locked against other processes until destroyed, or the process ends however it
/// does. The file is created if need be, and stays.
class FileLock {
 public:
  /// Throws std::runtime_error that names the file if another process holds it, and
  /// std::system_error if it cannot be opened.
  explicit FileLock(const std::filesystem::path& path);

 private:
  Descriptor descriptor_;
};

}  // namespace trainer
