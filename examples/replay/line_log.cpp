#include "line_log.hpp"

#include "choice.hpp"
#include "csv/csv.hpp"

#include <cmath>
#include <utility>

namespace replay_tool {

LineLog::LineLog(std::istream& in, const std::string& name, const std::string& column,
                 bool with_rates)
    : reader_(in, name) {
  const std::vector<std::string>& names = reader_.names();
  if (names.empty())
    throw csv::FileError(name, "the input is empty; expected a header of column names, or numbers");
  const auto add = [&](std::optional<std::size_t> found, const std::string& wanted) {
    if (!found)
      throw csv::MissingColumn(name, reader_.header_line(),
                               "no column " + wanted + "; there are " + listed(names));
    columns_.push_back(*found);
  };
  if (names.size() == 1) first_ = csv::parse_number<double>(names[0]);
  if (first_) {
    reader_.name_column("loss");
    columns_ = {0};
  } else if (column.empty()) {
    add(likeliest(names, Quantity::loss),
        "looks like a loss: --column must name it, and what is no table is read from files alone");
  } else {
    add(named(names, column), column);
  }
  if (!first_) column_ = names[columns_[0]];
  if (with_rates) add(likeliest(names, Quantity::learning_rate), "learning_rate");
}

std::optional<LineLog::Entry> LineLog::next() {
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
