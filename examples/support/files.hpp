#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace support {

/// A folder's absolute path without a trailing slash, so each folder has one name.
[[nodiscard]] std::filesystem::path absolute_folder(const std::filesystem::path& folder);

/// Owns a file descriptor and closes it.
class Descriptor {
 public:
  /// Takes ownership of an open descriptor, or of the result of a failed call.
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&&) = delete;

  [[nodiscard]] int number() const { return number_; }

  /// Gives up ownership.
  int release() noexcept;

 private:
  int number_;
};

/// The path leads to something other than a regular file: a pipe, a device, a folder, …
class NotRegular : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Opens a regular file for reading. Throws std::system_error that names a file that cannot be opened,
/// and NotRegular for one that is not regular, without reading from it or blocking on it.
[[nodiscard]] Descriptor open_regular(const std::filesystem::path& path);

/// A regular file, open for reading.
class RegularFile {
 public:
  /// Throws what open_regular() throws.
  explicit RegularFile(std::filesystem::path path);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// The size in bytes when the file was opened.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Reads `count` bytes from a position, fewer only at the end of the file; returns how many.
  /// Throws std::system_error that names the file.
  std::size_t read(std::uint64_t position, char* bytes, std::size_t count) const;

 private:
  std::filesystem::path path_;
  Descriptor descriptor_;
  std::uint64_t size_ = 0;
};

/// The most bytes that read_file() reads unless it is told otherwise: a sparse file takes no room on the
/// disk, however large it is, but it does in memory.
inline constexpr std::uint64_t most_file_bytes = std::uint64_t{1} << 30;

/// The whole file. Throws what RegularFile throws, and std::runtime_error that names a file of more
/// bytes than `most`.
[[nodiscard]] std::string read_file(const std::filesystem::path& path,
                                    std::uint64_t most = most_file_bytes);

/// Atomically replaces `path` by the concatenated `parts`: writes a temporary file of a random name
/// beside it, syncs it to the disk and renames it. After a crash at any moment the file is either the
/// old or the new one. Throws std::system_error that names the file and the system's reason; the old
/// file is then untouched and the temporary file removed.
void write_atomically(const std::filesystem::path& path,
                      const std::vector<std::string_view>& parts);

/// Removes the temporary files that processes killed in write_atomically() left in a folder. No other
/// process may be writing there. Throws std::filesystem::filesystem_error.
void remove_temporaries(const std::filesystem::path& folder);

/// Renames a file and replaces the file of the new name. The rename survives a crash once the folder is
/// synced. Throws std::system_error that names `to`.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// Appends `bytes`, creating the file if necessary, and syncs them to the disk. Throws
/// std::system_error that names the file and the system's reason; the file is then unchanged.
void append_bytes(const std::filesystem::path& path, std::string_view bytes);

/// Appends `line` and a newline, as append_bytes does.
void append_line(const std::filesystem::path& path, std::string_view line);

/// Makes a name that was created or removed in `folder` survive a crash. Throws std::system_error.
void sync_folder(const std::filesystem::path& folder);

/// Creates a folder and its parents, so that they survive a crash. Throws
/// std::filesystem::filesystem_error, and std::system_error.
void create_folders(const std::filesystem::path& folder);

/// Locks a file against other processes until the lock is destroyed or the process ends in any way.
/// Creates the file if necessary and does not remove it.
class FileLock {
 public:
  /// Throws std::runtime_error that names the file if another process holds it, and
  /// std::system_error if it cannot be opened.
  explicit FileLock(const std::filesystem::path& path);

 private:
  Descriptor descriptor_;
};

}  // namespace support
