#pragma once

#include "csv/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <optional>
#include <string>

namespace replay_tool {

/// A log that comes line by line, from a program that is still writing it. If the first line is a
/// number, and nothing else, there is one loss a line; otherwise it is the header of a CSV table, in
/// which a quoted cell does not go on in the next line. Blank lines are skipped.
class LineLog {
 public:
  struct Entry {
    double loss = 0.0;
    double rate =
        std::numeric_limits<double>::quiet_NaN();  ///< NaN before the first one, or unread
  };

  /// Waits for the first line. Throws csv::FileError, and csv::MissingColumn if the table has no
  /// such column, or no learning_rate though `with_rates`; `name` names the stream in them.
  LineLog(std::istream& in, const std::string& name, const std::string& column, bool with_rates);

  /// Waits for the next loss; nothing at the end. Throws csv::FileError for text where a number
  /// belongs and for a row that has not the header's width.
  [[nodiscard]] std::optional<Entry> next();

  /// Whether there is one loss a line.
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
  std::optional<csv::Row> first_;  // of plain numbers, until it is taken
  Entry entry_;
};

}  // namespace replay_tool
