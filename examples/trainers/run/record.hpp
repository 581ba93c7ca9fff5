#pragma once

#include "run/line_checksums.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace trainer {

/// A text file to which a run adds a line at a time. Every write is on the disk when the call returns;
/// one that fails throws std::system_error that names the file, which is then as it was.
class Record {
 public:
  /// `header` is the first line. An empty header is not written.
  Record(std::filesystem::path path, std::string header);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Of the lines that this object has written or kept, whatever the file holds by now.
  [[nodiscard]] const LineChecksums& checksums() const { return checksums_; }

  /// Begins the file anew, with the header alone.
  void begin();

  /// Keeps the lines with these checksums, and drops what follows. Throws as
  /// LineChecksums::own_part() does.
  void keep(const LineChecksums& lines);

  void append(const std::string& line);

 private:
  std::filesystem::path path_;
  std::string header_;
  LineChecksums checksums_;
};

/// What is wrong with the records of a folder: a text for each file that cannot be read, or that does
/// not have the lines it was written with.
[[nodiscard]] std::vector<std::string> record_problems(const std::filesystem::path& folder,
                                                       const RecordChecksums& written);

}  // namespace trainer
