#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include <stdlib.h>

namespace support {

/// A new folder among the system's temporary files, which the destructor removes with its contents.
class TemporaryFolder {
 public:
  /// The folder's name is `prefix` plus a few characters that make it unique. Throws
  /// std::system_error, with the path, if the folder cannot be created.
  explicit TemporaryFolder(const std::string& prefix) {
    std::error_code error;
    const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
    const char* const chosen = std::getenv("TMPDIR");
    if (error)
      throw std::system_error(error,
                              "the folder for temporary files, " +
                                  (chosen == nullptr ? "/tmp" : "TMPDIR=" + std::string(chosen)));
    std::string name = (parent / prefix).string() + "XXXXXX";
    if (::mkdtemp(name.data()) == nullptr)
      throw std::system_error(errno, std::generic_category(), name);
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace support
