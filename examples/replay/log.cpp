#include "log.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

namespace replay_tool {

Log read_log(const csv::Table& table, const std::string& loss_column, bool with_rates) {
  const std::size_t loss_position = table.column(loss_column);
  const std::size_t rate_position = with_rates ? table.column("learning_rate") : 0;

  Log log;
  double rate = std::numeric_limits<double>::quiet_NaN();
  for (const csv::Row& row : table.rows) {
    const std::optional<double> loss = table.number(row, loss_position);
    if (!loss) continue;
    log.losses.push_back(*loss);
    if (!with_rates) continue;
    const std::optional<double> recorded = table.number(row, rate_position);
    if (recorded && std::isfinite(*recorded)) rate = *recorded;
    log.learning_rates.push_back(rate);
  }
  return log;
}

}  // namespace replay_tool
