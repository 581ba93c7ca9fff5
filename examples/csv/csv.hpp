#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

/// A file that cannot be used: "FILE: what" or "FILE:LINE: what", with control characters escaped.
struct FileError : std::runtime_error {
  FileError(const std::string& file, const std::string& what);
  FileError(const std::string& file, std::int64_t line, const std::string& what);
};

/// A file without the column, or the tag, that was asked for.
struct MissingColumn : FileError {
  using FileError::FileError;
};

/// The number that the whole text is, whatever the locale; a leading '+' is allowed, and for a
/// double "nan", "inf" and "-inf" in any case. Nothing if it is none or beyond the type's range.
template <typename Number>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  Number value{};
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return value;
}

struct Row {
  std::int64_t line = 0;  ///< where it begins in the file, from 1
  std::vector<std::string> cells;
};

/// A file of comma-separated values with a header: every row has a cell for each column. Cells may
/// be in double quotes, with "" for one inside; blanks around a cell are no part of it unless
/// quoted. Lines end in \n or \r\n; blank lines and a byte order mark are skipped.
struct Table {
  std::string file;  ///< as it was named, for messages
  Row header;
  std::vector<Row> rows;

  /// Whether there is a column of this name.
  [[nodiscard]] bool has_column(std::string_view name) const;

  /// The position of the column. Throws MissingColumn, listing the columns, if there is none of
  /// this name, and FileError if there are several.
  [[nodiscard]] std::size_t column(std::string_view name) const;

  /// The number in a cell, nothing if the cell is blank. Throws FileError for any other text.
  [[nodiscard]] std::optional<double> number(const Row& row, std::size_t column) const;

  /// Throws FileError if the row has more or fewer cells than the header.
  void check_width(const Row& row) const;
};

/// Reads the text of a table. Throws FileError if it is empty, a row has more or fewer cells than
/// the header, or a quote is not closed or followed by text. `file` is used in messages alone.
[[nodiscard]] Table parse(std::string_view text, const std::string& file);

/// The row on a line of its own, nothing if that is blank: for a table that comes line by line,
/// where a quoted cell cannot go on in the next one. Throws FileError as parse does.
[[nodiscard]] std::optional<Row> parse_line(std::string_view line, std::int64_t number,
                                            const std::string& file);

/// All of a file. Throws FileError if it cannot be read, or is a pipe, a device or anything else that
/// is not a regular file.
[[nodiscard]] std::string read_bytes(const std::string& file);

/// Reads a table from a file. Throws FileError as parse does, and if the file cannot be read.
[[nodiscard]] Table read(const std::string& file);

}  // namespace csv
