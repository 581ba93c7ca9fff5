#pragma once

#include "csv/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <optional>
#include <string>

namespace replay_tool {

/// A log that arrives line by line, from a program that is still writing it. If the first line is a
/// single number, each line is one loss. Otherwise the first line is the header of a CSV table, in
/// which a quoted cell must not span several lines. Blank lines are skipped.
class LineLog {
 public:
  struct Entry {
    double loss = 0.0;
    /// NaN before the first rate, or if rates are not read.
    double rate = std::numeric_limits<double>::quiet_NaN();
  };

  /// Waits for the first line. Throws csv::FileError, or csv::MissingColumn if the table has no
  /// such column or, if `with_rates`, no column learning_rate. `name` names the stream in errors.
  LineLog(std::istream& in, const std::string& name, const std::string& column, bool with_rates);

  /// Waits for the next loss. Returns nothing at the end. Throws csv::FileError for a cell that
  /// should be a number and is not, and for a row whose width differs from the header's.
  [[nodiscard]] std::optional<Entry> next();

  /// Whether each line is one loss.
  [[nodiscard]] bool plain() const { return plain_; }

 private:
  std::optional<csv::Row> next_row();

  std::istream& in_;
  csv::Table table_;  // the header alone
  std::int64_t line_ = 0;
  bool plain_ = false;
  bool with_rates_;
  std::size_t loss_column_ = 0;
  std::size_t rate_column_ = 0;
  std::optional<csv::Row> first_;  // the first line of plain numbers, until next() has returned it
  Entry entry_;
};

}  // namespace replay_tool
