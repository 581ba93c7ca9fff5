#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace transfer {

/// A line of a text file that is not blank.
struct ListLine {
  std::filesystem::path file;
  std::int64_t number = 0;  ///< in the file, from 1
  std::string text;         ///< without white space around it

  /// Throws csv::FileError that names the line.
  [[noreturn]] void refuse(const std::string& what) const;

  /// Throws csv::FileError that names the line unless it says that there is such an image.
  void require_file(const std::filesystem::path& image) const;
};

/// The lines of a file, whose ends may be \n or \r\n. Throws csv::FileError if it is missing or has
/// none but blank ones.
[[nodiscard]] std::vector<ListLine> read_lines(const std::filesystem::path& file);

/// The words of a text: what blanks and tabs separate.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);

/// An image as a list has it.
struct ListedImage {
  ListLine line;
  std::string class_name;
  std::filesystem::path file;
};

/// Reads a list of lines "class/file" with images in `folder`. Throws csv::FileError that names the
/// line for one of another form, an image listed before and one that is absent.
[[nodiscard]] std::vector<ListedImage> read_image_list(const std::filesystem::path& list,
                                                       const std::filesystem::path& folder);

/// What follows a number at the beginning of a line, by that number.
using NumberedLines = std::map<std::int64_t, ListLine>;

/// Reads a list of lines "number text". Throws csv::FileError that names the line for one of another
/// form and a number that occurred before.
[[nodiscard]] NumberedLines read_numbered_lines(const std::filesystem::path& file);

}  // namespace transfer
