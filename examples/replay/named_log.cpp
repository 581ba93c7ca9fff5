#include "named_log.hpp"

#include "support/csv.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace replay_tool {

NamedLog::NamedLog(std::unique_ptr<LinesBuffer> buffer, std::string name, const Format& format,
                   Wanted wanted, bool rates_required)
    : buffer_(std::move(buffer)),
      in_(buffer_.get()),
      name_(std::move(name)),
      kind_(format.series),
      lines_(format.lines(in_, name_)),
      wanted_(std::move(wanted)),
      rates_required_(rates_required) {}

std::optional<LineLog::Entry> NamedLog::next() {
  while (const std::optional<LineNumbers> numbers = lines_->next())
    if (take(*numbers)) return entry_;
  if (column_.empty())
    fail(wanted_.column.empty() ? "looks like a loss: --column must name it" : wanted_.column);
  return std::nullopt;
}

bool NamedLog::take(const LineNumbers& numbers) {
  std::vector<std::string> names;
  for (const auto& [name, value] : numbers.values) names.push_back(name);
  remember(names);
  if (rate_name_.empty())
    if (const auto rate = likeliest(names, Quantity::learning_rate)) rate_name_ = names[*rate];
  if (column_.empty()) choose(names);
  bool has_loss = false;
  for (const auto& [name, value] : numbers.values) {
    if (name == rate_name_ && std::isfinite(value)) entry_.rate = value;
    if (name != column_ || has_loss) continue;
    entry_.loss = value;
    has_loss = true;
  }
  if (has_loss && rates_required_ && std::isnan(entry_.rate)) fail("learning_rate");
  return has_loss;
}

void NamedLog::choose(const std::vector<std::string>& names) {
  const std::optional<std::size_t> loss = !wanted_.column.empty() ? named(names, wanted_.column)
                                          : kind_ == "metric" && names.size() == 1
                                              ? 0
                                              : likeliest(names, Quantity::loss);
  if (!loss) return;
  column_ = names[*loss];
  choice_ = choice_of(names, *loss, wanted_, kind_);
  if (choice_.empty() && wanted_.column.empty() && kind_ != "metric")
    choice_ = "takes the " + std::string(kind_) + ' ' + column_ +
              ", the first that looks like a loss; --column can name another";
}

void NamedLog::remember(const std::vector<std::string>& names) {
  if (!column_.empty()) return;
  for (const std::string& name : names)
    if (std::find(seen_.begin(), seen_.end(), name) == seen_.end()) seen_.push_back(name);
}

void NamedLog::fail(const std::string& missing) const {
  throw csv::MissingColumn(
      name_, "no " + std::string(kind_) + ' ' + missing + "; there are " + listed(seen_));
}

}  // namespace replay_tool
