#include "log.hpp"

#include "formats/format.hpp"
#include "formats/table_reader.hpp"
#include "gzip_buffer.hpp"
#include "support/csv.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <exception>
#include <istream>
#include <limits>
#include <optional>
#include <sstream>
#include <utility>

namespace replay_tool {
namespace {

constexpr const char* ends_early = "its compressed data ends early: the file may still be growing";

std::string take_head(std::istream& in, std::size_t size) {
  std::string head(size, '\0');
  in.read(head.data(), static_cast<std::streamsize>(size));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head;
}

std::vector<std::string> names_of(const Contents& contents) {
  std::vector<std::string> names;
  for (const Series& series : contents.series) names.push_back(series.name());
  return names;
}

/// The rate at each position of the losses: the latest finite one up to there.
std::vector<double> rates_at(const Series& losses, const Series& rates) {
  std::vector<double> result;
  result.reserve(losses.size());
  double rate = std::numeric_limits<double>::quiet_NaN();
  std::size_t next = 0;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    for (; next < rates.size() && rates.position(next) <= losses.position(i); ++next)
      if (std::isfinite(rates.values()[next])) rate = rates.values()[next];
    result.push_back(rate);
  }
  return result;
}

/// Replaces values that grow by their distance from the best possible one, which is returned.
double turn_around(std::vector<double>& values) {
  double greatest = -std::numeric_limits<double>::infinity();
  for (const double value : values)
    if (std::isfinite(value)) greatest = std::max(greatest, value);
  const double best = greatest <= 1.0 ? 1.0 : greatest <= 100.0 ? 100.0 : greatest;
  for (double& value : values) value = best - value;
  return best;
}

}  // namespace

Log read_log(const std::string& file, const Wanted& wanted, bool rates_required) {
  GzipBuffer buffer(file);
  std::istream in(&buffer);
  in.exceptions(std::ios::badbit);  // passes on the exceptions of the buffer
  const std::string head = take_head(in, head_size);
  const Format* const format = format_of(head);
  if (buffer.truncated() && (format == nullptr || head.empty()))
    throw csv::MissingColumn(file, ends_early);
  if (format == nullptr) throw_unknown_format(file, head);
  buffer.rewind();
  in.clear();
  Contents contents = format->read(in, file, [&](const std::vector<std::string>& names) {
    return choose(names, wanted).columns();
  });
  if (buffer.truncated()) contents.note = ends_early;

  const std::vector<std::string> names = names_of(contents);
  const Source source{file, std::string(format->series), contents.header_line, contents.note};
  const Chosen chosen = choose(names, wanted);
  check(chosen, names, wanted, rates_required, source);
  Series& losses = contents.series[*chosen.loss];
  const std::string name = source.kind + ' ' + losses.name();
  if (const std::optional<NamedText>& text = losses.text())
    throw csv::not_a_number(file, text->line, name, text->text);

  Log log{.rows = contents.rows, .column = losses.name(), .note = source.note};
  log.choice = choice_of(names, *chosen.loss, wanted, source.kind);
  log.others = choosable(names, chosen.loss);
  if (chosen.rate) log.learning_rates = rates_at(losses, contents.series[*chosen.rate]);
  log.losses = std::move(losses).take_values();
  if (rates_required && !log.losses.empty() &&
      std::none_of(log.learning_rates.begin(), log.learning_rates.end(),
                   [](double rate) { return !std::isnan(rate); }))
    throw_without_rates(source, names[*chosen.rate]);
  if (log.losses.empty() && log.choice.empty() && names.size() > 1)
    log.choice = "takes the " + name +
                 ", which is empty; --column can name another: " + listed(names, chosen.loss);
  if (wanted.maximize) log.best_value = turn_around(log.losses);
  return log;
}

bool is_log(const std::string& file, bool tables) {
  try {
    GzipBuffer buffer(file);
    std::istream in(&buffer);
    const std::string head = take_head(in, head_size);
    const Format* const format = format_of(head);
    if (format != &formats().back()) return format != nullptr;
    if (!tables) return false;
    std::istringstream text(head);
    TableReader table(text, file);
    Chosen chosen = choose(table.names(), {}, false);
    if (!chosen.loss) chosen = choose(table.names(), {.maximize = true}, false);
    return table.has_header() && chosen.loss && table.next(chosen.columns());
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace replay_tool
