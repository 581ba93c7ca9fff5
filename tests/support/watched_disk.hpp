#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

/// The files of a folder: their bytes by their names.
using Files = std::map<std::string, std::string>;

[[nodiscard]] Files files_in(const std::filesystem::path& folder);

struct WatchedCalls;

/// Watches, while it lives, the calls by which this process changes the files of a folder: open()
/// with O_CREAT, write(), ftruncate(), fsync(), rename() and unlink(). Only the program's own objects
/// are watched, which are linked with --wrap, and neither LibTorch nor the standard library.
class WatchedDisk {
 public:
  explicit WatchedDisk(const std::filesystem::path& folder);
  ~WatchedDisk();
  WatchedDisk(const WatchedDisk&) = delete;
  WatchedDisk& operator=(const WatchedDisk&) = delete;

  /// The calls so far.
  [[nodiscard]] std::size_t calls() const;

  /// Lets the call after so many fail with the error number, and change nothing.
  void fail_after(std::size_t calls, int error);

  /// All that may be in the folder if after so many calls the process is killed, or the power is cut.
  /// A power cut loses any of the names that were given or taken since the folder was last synced, and
  /// all that was written into any file since that file was.
  [[nodiscard]] std::set<Files> survivors(std::size_t calls) const;

 private:
  std::unique_ptr<WatchedCalls> calls_;
};
