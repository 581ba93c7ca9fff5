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
    if (error) throw std::system_error(error, "the folder for temporary files, " + system_folder());
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
  /// What temp_directory_path() takes, for a message.
  static std::string system_folder() {
    for (const std::string name : {"TMPDIR", "TMP", "TEMP", "TEMPDIR"})
      if (const char* const chosen = std::getenv(name.c_str())) return name + "=" + chosen;
    return "/tmp";
  }

  std::filesystem::path path_;
};

}  // namespace support
