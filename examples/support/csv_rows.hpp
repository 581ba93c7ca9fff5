#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

/// Reads the rows of a table one at a time, without a string per cell. Cells may be in double quotes,
/// in which "" stands for a double quote. Blanks around a cell are ignored unless they are quoted.
/// Lines end in \n or \r\n. Blank lines are skipped.
class Rows {
 public:
  /// `file` is only used in messages. Without a separator, it is the one that occurs most often in
  /// the first row: a comma, a semicolon or a tab.
  Rows(std::istream& in, std::string file, char separator = '\0');

  /// Reads the next row; false at the end. Throws FileError if a quote is not closed or is followed
  /// by text.
  [[nodiscard]] bool next();

  /// The cells of the row, valid until the next call of next().
  [[nodiscard]] const std::vector<std::string_view>& cells() const { return cells_; }

  /// The line at which the row begins, from 1.
  [[nodiscard]] std::int64_t line() const { return first_line_; }

  /// Whether the row is a last line without a line end, as in a file that is being written. A row that
  /// goes on over more lines is not: a quote that is never closed would hide all rows after it.
  [[nodiscard]] bool torn() const { return !complete_ && first_line_ == line_; }

  /// Throws FileError if the row does not have this many cells.
  void check_width(std::size_t columns) const;

  [[nodiscard]] char separator() const { return separator_; }

 private:
  struct Part {
    std::size_t begin;
    std::size_t end;
  };

  bool next_line();
  void split();
  [[nodiscard]] std::size_t plain_cell(std::size_t begin);
  [[nodiscard]] std::size_t quoted_cell(std::size_t begin);
  [[nodiscard]] std::size_t end_of_cell(std::size_t begin) const;

  std::istream& in_;
  std::string file_;
  char separator_;
  std::string line_text_;
  std::string text_;  // of the row
  std::vector<Part> parts_;
  std::vector<std::string_view> cells_;
  std::int64_t line_ = 0;
  std::int64_t first_line_ = 0;
  bool complete_ = true;
};

}  // namespace csv
