#pragma once

#include "support/csv_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace replay_tool {

/// Reads the numbers of a table with a header, row by row. Cells are separated by commas, semicolons
/// or tabs. Where commas do not separate, they may be decimal commas.
class TableReader {
 public:
  /// Reads the header. `file` is only used in messages. Throws csv::MissingColumn for an empty file, and
  /// csv::FileError for numbers in place of names.
  TableReader(std::istream& in, std::string file);

  /// Whether there is a header: if the first line is a single number, each line is one.
  [[nodiscard]] bool has_header() const { return has_header_; }

  /// The names of the columns; "loss" without a header.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::int64_t header_line() const { return header_line_; }

  /// Reads these columns of the next row; false at the end. Throws csv::FileError if a row has more
  /// or fewer cells than the header, or text in place of a number in the first of these columns. A
  /// last line without a line end for which this is so is only noted.
  [[nodiscard]] bool next(std::span<const std::size_t> columns);

  /// One value per column of the latest row; nothing for a blank cell, and for text.
  [[nodiscard]] const std::vector<std::optional<double>>& values() const { return values_; }

  /// Says that a torn last line was ignored; empty if none was.
  [[nodiscard]] const std::string& note() const { return note_; }

 private:
  void read_row(std::span<const std::size_t> columns);
  [[nodiscard]] std::optional<double> number(std::size_t column) const;
  [[nodiscard]] std::optional<double> required_number(std::size_t column) const;

  std::string file_;
  csv::Rows rows_;
  std::vector<std::string> names_;
  std::int64_t header_line_ = 0;
  bool has_header_ = true;
  std::optional<double> first_;  // without a header, until next() has read it
  std::vector<std::optional<double>> values_;
  std::string note_;
};

/// The whole text as a number, in which a comma may stand for the decimal point.
[[nodiscard]] std::optional<double> number_with_decimal_comma(std::string_view text);

}  // namespace replay_tool
