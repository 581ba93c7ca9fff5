#include "log.hpp"

#include "csv/csv.hpp"
#include "event_log.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

namespace replay_tool {
namespace {

constexpr const char* rate_name = "learning_rate";

/// Builds a Log from losses and rates.
class Builder {
 public:
  explicit Builder(bool with_rates) : with_rates_(with_rates) {}

  void add_rate(std::optional<double> rate) {
    if (rate && std::isfinite(*rate)) rate_ = *rate;
  }

  void add_loss(double loss) {
    log_.losses.push_back(loss);
    if (with_rates_) log_.learning_rates.push_back(rate_);
  }

  [[nodiscard]] Log take() && { return std::move(log_); }

 private:
  bool with_rates_;
  Log log_;
  double rate_ = std::numeric_limits<double>::quiet_NaN();
};

void check_header(const csv::Table& table) {
  const std::vector<std::string>& cells = table.header.cells;
  const bool numbers = std::all_of(cells.begin(), cells.end(), [](const std::string& cell) {
    return csv::parse_number<double>(cell).has_value();
  });
  if (numbers)
    throw csv::FileError(table.file, table.header.line,
                         "expected a header of column names, got \"" + cells[0] + '"');
}

Log from_table(const csv::Table& table, const std::string& column, Rates rates) {
  check_header(table);
  const std::size_t losses = table.column(column);
  const bool with_rates =
      rates == Rates::required || (rates == Rates::if_there && table.has_column(rate_name));
  const std::size_t rate = with_rates ? table.column(rate_name) : 0;

  Builder builder(with_rates);
  for (const csv::Row& row : table.rows) {
    const std::optional<double> loss = table.number(row, losses);
    if (!loss) continue;
    if (with_rates) builder.add_rate(table.number(row, rate));
    builder.add_loss(*loss);
  }
  Log log = std::move(builder).take();
  log.rows = table.rows.size();
  return log;
}

/// The scalars of a tag. Throws csv::MissingColumn, which lists the tags, if there is no such tag.
const ScalarsByStep& scalars(const EventLog& events, const std::string& tag,
                             const std::string& file) {
  const auto found = events.tags.find(tag);
  if (found != events.tags.end()) return found->second;
  std::string tags;
  for (const auto& [name, ignored] : events.tags) tags += (tags.empty() ? "" : ", ") + name;
  throw csv::MissingColumn(
      file, "no scalar has the tag " + tag + "; the tags are " + (tags.empty() ? "none" : tags));
}

Log from_events(const EventLog& events, const std::string& tag, Rates rates,
                const std::string& file) {
  const ScalarsByStep& losses = scalars(events, tag, file);
  const bool with_rates =
      rates == Rates::required || (rates == Rates::if_there && events.tags.contains(rate_name));
  static const ScalarsByStep none;
  const ScalarsByStep& recorded = with_rates ? scalars(events, rate_name, file) : none;

  Builder builder(with_rates);
  auto rate = recorded.begin();
  for (const auto& [step, loss] : losses) {
    for (; rate != recorded.end() && rate->first <= step; ++rate) builder.add_rate(rate->second);
    builder.add_loss(loss);
  }
  Log log = std::move(builder).take();
  log.note = events.note;
  return log;
}

}  // namespace

Log read_log(const std::string& file, const std::string& column, Rates rates) {
  if (is_event_file(std::filesystem::path(file).filename().string()))
    return from_events(read_events(file), column, rates, file);
  return from_table(csv::read(file), column, rates);
}

}  // namespace replay_tool
