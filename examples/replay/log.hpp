#pragma once

#include "csv/csv.hpp"

#include <string>
#include <vector>

namespace replay_tool {

/// The losses of a training run, in the order of its log.
struct Log {
  std::vector<double> losses;          ///< observation k is losses[k-1]; may be NaN or infinite
  std::vector<double> learning_rates;  ///< beside each loss; NaN before the first one recorded
};

/// Takes the rows that have a value in the loss column. The column learning_rate is read if
/// `with_rates`; where it is blank or not finite there, the rate is the one before. Throws
/// csv::FileError if there is no such column, or text where a number belongs.
[[nodiscard]] Log read_log(const csv::Table& table, const std::string& loss_column,
                           bool with_rates);

}  // namespace replay_tool
