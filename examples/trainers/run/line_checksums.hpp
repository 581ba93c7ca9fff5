#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace trainer {

/// The checksums of the lines of a file that only grows: for each line the CRC-32 of all bytes up to
/// its end. They tell at which line such a file is not as it was written.
class LineChecksums {
 public:
  LineChecksums() = default;

  /// From text(). Throws std::runtime_error for any other text.
  explicit LineChecksums(std::string_view text);

  /// The next line, without its end.
  void add(std::string_view line);

  /// The number of lines.
  [[nodiscard]] std::size_t size() const { return checksums_.size(); }

  /// Eight hexadecimal digits per line.
  [[nodiscard]] std::string text() const;

  /// The part of a file's text that consists of these lines; other lines may follow. Throws
  /// std::runtime_error that names the file and the first line that differs or is missing.
  [[nodiscard]] std::string_view own_part(std::string_view text, const std::string& file) const;

  friend bool operator==(const LineChecksums&, const LineChecksums&) = default;

 private:
  std::vector<std::uint32_t> checksums_;
};

/// Those of several files of a folder, by their names.
using RecordChecksums = std::map<std::string, LineChecksums>;

}  // namespace trainer
