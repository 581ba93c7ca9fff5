#pragma once

#include "choice.hpp"
#include "support/csv.hpp"

#include <cstddef>
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
};

/// A log without the series that is wanted.
struct MissingSeries : csv::MissingColumn {
  using MissingColumn::MissingColumn;
  std::string problem{};              ///< the message without the options that solve it
  std::vector<std::string> series{};  ///< those that can be chosen
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

/// Whether a file is certainly a log, whatever its name: it has one of the formats, other than a
/// table. Never throws.
[[nodiscard]] bool is_certainly_log(const std::string& file);

}  // namespace replay_tool
