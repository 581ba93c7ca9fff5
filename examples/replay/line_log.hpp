#pragma once

#include "choice.hpp"

#include <iosfwd>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace replay_tool {

/// A log that arrives line by line, from a program that is still writing it.
class LineLog {
 public:
  struct Entry {
    double loss = 0.0;
    /// The latest one; NaN before the first.
    double rate = std::numeric_limits<double>::quiet_NaN();
  };

  virtual ~LineLog() = default;

  /// Waits for the next loss. Returns nothing at the end. Throws csv::FileError for a line that does
  /// not have the format, and csv::MissingColumn if the log ends without a loss that is wanted, or
  /// without a rate that is required.
  [[nodiscard]] std::optional<Entry> next();

  /// What the losses are, after the first; empty if each line is one loss.
  [[nodiscard]] const std::string& column() const { return column_; }

  /// Says how the losses were chosen, after the first; empty if there was no choice.
  [[nodiscard]] const std::string& choice() const { return choice_; }

  /// Says that a torn last line was ignored; empty if none was.
  [[nodiscard]] virtual const std::string& note() const = 0;

 protected:
  LineLog(Source source, Wanted wanted, bool rates_required)
      : source_(std::move(source)), wanted_(std::move(wanted)), rates_required_(rates_required) {}

  /// What next() returns.
  [[nodiscard]] virtual std::optional<Entry> read() = 0;

  Source source_;
  Wanted wanted_;
  bool rates_required_;
  std::string column_;
  std::string choice_;
  std::string rate_name_;  // of the series of the rates; empty without one

 private:
  bool read_ = false;   // whether there was a loss
  bool rated_ = false;  // whether a loss had a rate
};

/// Waits until the lines tell their format. If the first line is a single number, each line is one
/// loss. Otherwise they are a table with a header, or in any other format of lines (see format.hpp).
/// In the latter, the first line that has a suitable number decides which one is taken, and a rate
/// that is printed after a loss counts from the next loss on.
///
/// With `at_once`, for a program that waits for answers, the first line must be a number, a line of a
/// known format, or a header with the name of the loss, and the second must have a number.
///
/// Throws csv::FileError if the lines have none of these formats, and csv::MissingColumn if a table
/// has no such column or, if `rates_required`, no learning rate. `name` names the stream in errors.
[[nodiscard]] std::unique_ptr<LineLog> open_line_log(std::istream& in, const std::string& name,
                                                     const Wanted& wanted, bool rates_required,
                                                     bool at_once = false);

}  // namespace replay_tool
