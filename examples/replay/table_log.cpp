#include "table_log.hpp"

#include "support/csv.hpp"

#include <cmath>
#include <utility>

namespace replay_tool {

TableLog::TableLog(std::unique_ptr<LinesBuffer> buffer, const std::string& name,
                   const Wanted& wanted, bool rates_required)
    : buffer_(std::move(buffer)), in_(buffer_.get()), reader_(in_, name) {
  const std::vector<std::string>& names = reader_.names();
  const auto missing = [&](const std::string& what) {
    return csv::MissingColumn(name, reader_.header_line(),
                              "no column " + what + "; there are " + listed(names));
  };
  if (names.size() == 1) first_ = csv::parse_number<double>(names[0]);
  if (first_) reader_.name_column("loss");
  const std::optional<std::size_t> loss = first_                  ? 0
                                          : wanted.column.empty() ? likeliest(names, Quantity::loss)
                                                                  : named(names, wanted.column);
  if (!loss)
    throw missing(wanted.column.empty() ? "looks like a loss: --column must name it"
                                        : wanted.column);
  if (!first_) {
    column_ = names[*loss];
    choice_ = choice_of(names, *loss, wanted, "column");
  }
  columns_.push_back(*loss);
  if (const auto rate = likeliest(names, Quantity::learning_rate))
    columns_.push_back(*rate);
  else if (rates_required)
    throw missing("learning_rate");
}

std::optional<LineLog::Entry> TableLog::next() {
  if (first_) {
    entry_.loss = *std::exchange(first_, std::nullopt);
    return entry_;
  }
  while (reader_.next(columns_)) {
    if (columns_.size() > 1) {
      const std::optional<double> rate = reader_.values()[1];
      if (rate && std::isfinite(*rate)) entry_.rate = *rate;
    }
    if (const std::optional<double> loss = reader_.values()[0]) {
      entry_.loss = *loss;
      return entry_;
    }
  }
  return std::nullopt;
}

}  // namespace replay_tool
