#pragma once

#include "support/files.hpp"
#include "support/from_chars.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

/// An unusable file. The message is "FILE: what" or "FILE:LINE: what", with control characters escaped.
struct FileError : std::runtime_error {
  FileError(const std::string& file, const std::string& what);
  /// A line of 0 is no particular one.
  FileError(const std::string& file, std::int64_t line, const std::string& what);
};

/// A file without the requested column or tag.
struct MissingColumn : FileError {
  using FileError::FileError;
};

/// Reads the whole text as a number, independent of the locale. A leading '+' is allowed and, for a
/// double, "nan", "inf" and "-inf" in upper or lower case. Returns nothing if the text is not a
/// number or if the number is out of the range of the type.
template <typename Number>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  Number value{};
  const auto [end, error] = text::from_chars(text, value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The text without the spaces, tabs and carriage returns around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// The text without a byte order mark of UTF-8 before it.
[[nodiscard]] std::string_view without_mark(std::string_view text);

/// Takes what is before the character, or everything, from the start of the text.
[[nodiscard]] std::string_view take_until(std::string_view& text, char end);

/// The first line that is not blank, trimmed; empty if all lines are blank.
[[nodiscard]] std::string_view first_line(std::string_view text);

/// The text for a message: of one of more than `most` bytes only the start, and "...".
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most = 60);

/// The shortened text in double quotes.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// The error about a text in place of a number. `place` names where it is, such as "column loss".
[[nodiscard]] FileError not_a_number(const std::string& file, std::int64_t line,
                                     const std::string& place, std::string_view text);

struct Row {
  std::int64_t line = 0;  ///< line at which the row begins, from 1
  std::vector<std::string> cells;
};

/// A file of comma-separated values with a header. Every row has one cell per column. See Rows for
/// the form of a row.
struct Table {
  std::string file;  ///< name of the file, for messages
  Row header;
  std::vector<Row> rows;

  /// Whether there is a column with this name.
  [[nodiscard]] bool has_column(std::string_view name) const;

  /// The index of the column. Throws MissingColumn, which lists the columns, if there is no such
  /// column, and FileError if there are several.
  [[nodiscard]] std::size_t column(std::string_view name) const;

  /// The number in a cell; nothing if the cell is blank. Throws FileError for any other text.
  [[nodiscard]] std::optional<double> number(const Row& row, std::size_t column) const;
};

/// Reads the text of a table, which may begin with a byte order mark. Throws FileError if it is empty,
/// a row has more or fewer cells than the header, or a quote is not closed or followed by text. `file`
/// is only used in messages.
[[nodiscard]] Table parse(std::string_view text, const std::string& file);

/// Opens a regular file for reading. Throws FileError if it cannot be opened, or is a pipe, a device or
/// a folder.
[[nodiscard]] support::Descriptor open_regular(const std::string& file);

/// The contents of a regular file. Throws FileError if the file cannot be read, or is a pipe, a device
/// or a folder.
[[nodiscard]] std::string read_bytes(const std::string& file);

/// Reads a table from a file. Throws FileError like parse, and if the file cannot be read.
[[nodiscard]] Table read(const std::string& file);

}  // namespace csv
