#include "named_log.hpp"

#include "support/csv.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace replay_tool {

NamedLog::NamedLog(std::unique_ptr<LinesBuffer> buffer, Source source, const Format& format,
                   const Wanted& wanted, bool rates_required)
    : LineLog(std::move(source), wanted, rates_required),
      buffer_(std::move(buffer)),
      in_(buffer_.get()),
      lines_(format.lines(in_, source_.file)) {}

std::optional<LineLog::Entry> NamedLog::read() {
  while (const std::optional<LineNumbers> numbers = lines_->next())
    if (take(*numbers)) return entry_;
  // Only now is it certain what there is not.
  if (column_.empty() || rate_name_.empty())
    check(choose(seen_, wanted_, alone()), seen_, wanted_, rates_required_, source_);
  return std::nullopt;
}

bool NamedLog::take(const LineNumbers& numbers) {
  if (column_.empty() || rate_name_.empty()) choose_among(numbers);
  for (const NamedText& text : numbers.texts)
    if (std::none_of(texts_.begin(), texts_.end(),
                     [&](const NamedText& kept) { return kept.name == text.name; }))
      texts_.push_back(text);
  if (column_.empty()) return false;
  for (const auto& [name, text, line] : std::exchange(texts_, {}))
    if (name == column_)
      throw csv::not_a_number(source_.file, line, source_.kind + ' ' + name, text);
  bool has_loss = false;
  for (const auto& [name, value] : numbers.values) {
    if (name == rate_name_ && std::isfinite(value)) entry_.rate = value;
    if (name != column_ || has_loss) continue;
    entry_.loss = value;
    has_loss = true;
  }
  return has_loss;
}

void NamedLog::choose_among(const LineNumbers& numbers) {
  std::vector<std::string> names;
  for (const auto& [name, value] : numbers.values) names.push_back(name);
  if (column_.empty() || rates_required_)
    for (const std::string& name : names)
      if (std::find(seen_.begin(), seen_.end(), name) == seen_.end()) seen_.push_back(name);

  const Chosen chosen = choose(names, wanted_, alone());
  if (rate_name_.empty() && chosen.rate) rate_name_ = names[*chosen.rate];
  if (!column_.empty() || !chosen.loss) return;
  column_ = names[*chosen.loss];
  choice_ = choice_of(names, *chosen.loss, wanted_, source_.kind);
  if (choice_.empty() && wanted_.column.empty() && !alone())
    choice_ = "takes the " + source_.kind + ' ' + column_ +
              ", the first that looks like a loss; --column can name another";
}

}  // namespace replay_tool
