#pragma once

#include "formats/table_reader.hpp"

#include <cstddef>
#include <iosfwd>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace replay_tool {

/// A log that arrives line by line, from a program that is still writing it. If the first line is a
/// single number, each line is one loss. Otherwise the first line is the header of a table.
class LineLog {
 public:
  struct Entry {
    double loss = 0.0;
    /// NaN before the first rate, or if rates are not read.
    double rate = std::numeric_limits<double>::quiet_NaN();
  };

  /// Waits for the first line. An empty `column` stands for the likeliest loss. Throws
  /// csv::FileError, or csv::MissingColumn if the table has no such column or, if `with_rates`, no
  /// learning rate. `name` names the stream in errors.
  LineLog(std::istream& in, const std::string& name, const std::string& column, bool with_rates);

  /// Waits for the next loss. Returns nothing at the end. Throws csv::FileError like TableReader.
  [[nodiscard]] std::optional<Entry> next();

  /// The name of the column; empty if each line is one loss.
  [[nodiscard]] const std::string& column() const { return column_; }

  /// Says that a torn last line was ignored; empty if none was.
  [[nodiscard]] const std::string& note() const { return reader_.note(); }

 private:
  TableReader reader_;
  std::string column_;
  std::vector<std::size_t> columns_;  // of the loss and, with rates, of the rate
  std::optional<double> first_;       // of plain numbers, until next() has returned it
  Entry entry_;
};

}  // namespace replay_tool
