#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace transfer {

/// A nonblank line of a text file.
struct ListLine {
  std::filesystem::path file;
  std::int64_t number = 0;  ///< in the file, from 1
  std::string text;         ///< without surrounding white space

  /// Throws csv::FileError that names the line.
  [[noreturn]] void refuse(const std::string& what) const;

  /// Throws csv::FileError that names the line unless the image exists.
  void require_file(const std::filesystem::path& image) const;
};

/// The nonblank lines of a file, with \n or \r\n line ends. Throws csv::FileError if the file is
/// missing or has none.
[[nodiscard]] std::vector<ListLine> read_lines(const std::filesystem::path& file);

/// The words of a text, separated by blanks and tabs.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);

/// An image in a list.
struct ListedImage {
  ListLine line;
  std::string class_name;
  std::filesystem::path file;
};

/// Reads a list of lines "class/file" with images in `folder`. Throws csv::FileError that names the
/// line if it has another form, repeats an image or names a missing image.
[[nodiscard]] std::vector<ListedImage> read_image_list(const std::filesystem::path& list,
                                                       const std::filesystem::path& folder);

/// The rest of each line after the number at its beginning, by that number.
using NumberedLines = std::map<std::int64_t, ListLine>;

/// Reads a list of lines "number text". Throws csv::FileError that names the line if it has another
/// form or repeats a number.
[[nodiscard]] NumberedLines read_numbered_lines(const std::filesystem::path& file);

}  // namespace transfer
