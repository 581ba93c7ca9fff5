#include "line_log.hpp"

#include <cmath>
#include <istream>
#include <utility>

namespace replay_tool {

LineLog::LineLog(std::istream& in, const std::string& name, const std::string& column,
                 bool with_rates)
    : in_(in), table_{name, {}, {}}, with_rates_(with_rates) {
  std::optional<csv::Row> first = next_row();
  if (!first)
    throw csv::FileError(name, "the input is empty; expected a header of column names, or numbers");
  plain_ = first->cells.size() == 1 && csv::parse_number<double>(first->cells[0]).has_value();
  if (plain_) {
    table_.header = {first->line, {"loss"}};
    first_ = std::move(first);
  } else {
    table_.header = *std::move(first);
    loss_column_ = table_.column(column);
  }
  if (with_rates_) rate_column_ = table_.column("learning_rate");
}

std::optional<LineLog::Entry> LineLog::next() {
  while (const std::optional<csv::Row> row = next_row()) {
    table_.check_width(*row);
    const std::optional<double> loss = table_.number(*row, loss_column_);
    if (!loss) continue;
    if (with_rates_) {
      const std::optional<double> rate = table_.number(*row, rate_column_);
      if (rate && std::isfinite(*rate)) entry_.rate = *rate;
    }
    entry_.loss = *loss;
    return entry_;
  }
  return std::nullopt;
}

std::optional<csv::Row> LineLog::next_row() {
  if (first_) return std::exchange(first_, std::nullopt);
  for (std::string text; std::getline(in_, text);)
    if (std::optional<csv::Row> row = csv::parse_line(text, ++line_, table_.file)) return row;
  return std::nullopt;
}

}  // namespace replay_tool
