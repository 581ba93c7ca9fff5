#pragma once

#include "choice.hpp"

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace replay_tool {

/// The losses of a training run, in the order of its log.
struct Log {
  std::vector<double> losses{};          ///< observation k is losses[k-1]; may be NaN or infinite
  std::vector<double> learning_rates{};  ///< one per loss; NaN before the first; empty: none
  std::size_t rows = 0;                ///< of the table or lines of the log, with or without a loss
  std::string column{};                ///< what the losses are: the name of the series
  std::optional<double> best_value{};  ///< the loss is this minus the value; nothing: the value
  std::string note{};                  ///< a warning about the file; may be empty
  std::string choice{};  ///< says how the series was chosen; empty if there was no choice
  std::vector<std::string> others{};  ///< the other series that can be chosen

  /// The learning rate of losses[i]; NaN if it is not known.
  [[nodiscard]] double rate(std::size_t i) const {
    return learning_rates.empty() ? std::numeric_limits<double>::quiet_NaN() : learning_rates[i];
  }
};

/// Reads a file in any of the formats (see format.hpp), possibly compressed by gzip. A blank,
/// non-finite or missing rate repeats the previous rate. So does text in place of a rate.
///
/// With `maximize`, the loss is 1 - value; if a value exceeds 1, 100 - value; and if a value exceeds
/// 100, the greatest value - value.
///
/// Throws MissingSeries if there is no such series, csv::MissingColumn if there is no learning rate
/// although `rates_required` or the file has none of the formats, and csv::FileError for a file
/// that cannot be read, has no header, is damaged, or has text in place of a number.
[[nodiscard]] Log read_log(const std::string& file, const Wanted& wanted, bool rates_required);

/// Whether a file is a log by its contents: it has one of the formats. A table is one only if `tables`
/// may be, if its header names a loss or an accuracy, and if it has a row. Never throws.
[[nodiscard]] bool is_log(const std::string& file, bool tables);

}  // namespace replay_tool
