#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace trainer {

/// The files of a zip archive in memory, as PyTorch writes it: stored, not compressed, below 4 GiB
/// and without a comment.
class ZipArchive {
 public:
  /// Reads the directory; `bytes` must outlive the archive. Throws std::runtime_error for one that
  /// is truncated, damaged or of another kind.
  explicit ZipArchive(std::string_view bytes);

  /// The name of the folder that all files are in, with its slash; "" if there is none.
  [[nodiscard]] const std::string& folder() const { return folder_; }

  /// Whether there is such a file in the folder.
  [[nodiscard]] bool contains(const std::string& name) const;

  /// The content of a file in the folder. Throws std::runtime_error that names it if it is missing,
  /// compressed or damaged.
  [[nodiscard]] std::string_view read(const std::string& name) const;

 private:
  struct Entry {
    bool stored;
    std::uint32_t checksum;
    std::size_t size;
    std::size_t header;  // where it begins
  };

  std::string_view bytes_;
  std::map<std::string, Entry> entries_;
  std::string folder_;
};

}  // namespace trainer
