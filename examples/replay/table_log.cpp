#include "table_log.hpp"

#include <cmath>
#include <utility>

namespace replay_tool {

TableLog::TableLog(std::unique_ptr<LinesBuffer> buffer, Source source, const Wanted& wanted,
                   bool rates_required)
    : LineLog(std::move(source), wanted, rates_required),
      buffer_(std::move(buffer)),
      in_(buffer_.get()),
      reader_(in_, source_.file) {
  const std::vector<std::string>& names = reader_.names();
  source_.line = reader_.header_line();
  const Chosen chosen = choose(names, wanted_);
  check(chosen, names, wanted_, rates_required_, source_);
  columns_ = chosen.columns();
  if (chosen.rate) rate_name_ = names[*chosen.rate];
  if (!reader_.has_header()) return;
  column_ = names[*chosen.loss];
  choice_ = choice_of(names, *chosen.loss, wanted_, source_.kind);
}

std::optional<LineLog::Entry> TableLog::read() {
  while (reader_.next(columns_)) {
    const std::optional<double> loss = reader_.values().front();
    const std::optional<double> rate = reader_.values().back();
    if (!rate_name_.empty() && rate && std::isfinite(*rate)) entry_.rate = *rate;
    if (!loss) continue;
    entry_.loss = *loss;
    return entry_;
  }
  return std::nullopt;
}

}  // namespace replay_tool
