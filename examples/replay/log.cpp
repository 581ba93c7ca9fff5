#include "log.hpp"

#include "formats/format.hpp"
#include "gzip_buffer.hpp"
#include "support/csv.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <exception>
#include <istream>
#include <limits>
#include <optional>
#include <utility>

namespace replay_tool {
namespace {

constexpr const char* rate_name = "learning_rate";

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

std::optional<std::size_t> find_loss(const std::vector<std::string>& names, const Wanted& wanted) {
  if (!wanted.column.empty()) return named(names, wanted.column);
  const auto found = likeliest(names, wanted.maximize ? Quantity::accuracy : Quantity::loss);
  return !found && names.size() == 1 ? 0 : found;
}

/// Throws MissingSeries, which says what there is. `advice` names options.
[[noreturn]] void throw_missing(const Contents& contents, const std::string& file,
                                const std::string& what, const std::string& advice = "") {
  const auto error = [&](const std::string& message) {
    return contents.header_line > 0 ? MissingSeries(file, contents.header_line, message)
                                    : MissingSeries(file, message);
  };
  const std::vector<std::string> names = names_of(contents);
  MissingSeries missing = error(what + advice + "; there are " + listed(names));
  missing.problem = error(what).what();
  missing.series = choosable(names);
  throw missing;
}

struct Chosen {
  std::size_t loss;
  std::optional<std::size_t> rate;
};

/// Throws MissingSeries if there is no series that is wanted.
Chosen choose(const Contents& contents, const std::string& file, const std::string& kind,
              const Wanted& wanted, bool rates_required) {
  const std::vector<std::string> names = names_of(contents);
  const std::optional<std::size_t> loss = find_loss(names, wanted);
  if (!loss && !wanted.column.empty())
    throw_missing(contents, file, "no " + kind + ' ' + wanted.column);
  if (!loss && wanted.maximize)
    throw_missing(contents, file, "no " + kind + " looks like an accuracy",
                  ": --column must name it");
  if (!loss) {
    const bool grows = likeliest(names, Quantity::accuracy).has_value();
    throw_missing(contents, file, "no " + kind + " looks like a loss",
                  std::string(": --column must name it") +
                      (grows ? ", or --maximize takes an accuracy" : ""));
  }
  if (std::count(names.begin(), names.end(), names[*loss]) > 1)
    throw csv::FileError(file, contents.header_line, "several columns are named " + names[*loss]);
  const std::optional<std::size_t> rate = likeliest(names, Quantity::learning_rate);
  if (rates_required && !rate) throw_missing(contents, file, "no " + kind + ' ' + rate_name);
  return {*loss, rate};
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
  if (format == nullptr) throw_unknown_format(file, head);
  buffer.rewind();
  in.clear();
  Contents contents = format->read(in, file, [&](const std::vector<std::string>& names) {
    std::vector<std::size_t> kept;
    const auto loss = find_loss(names, wanted);
    const auto rate = likeliest(names, Quantity::learning_rate);
    if (loss) kept.push_back(*loss);
    if (rate && rate != loss) kept.push_back(*rate);
    return kept;
  });

  const std::string kind(format->series);
  const Chosen chosen = choose(contents, file, kind, wanted, rates_required);
  Series& losses = contents.series[chosen.loss];

  Log log{.rows = contents.rows, .column = losses.name(), .note = std::move(contents.note)};
  log.choice = choice_of(names_of(contents), chosen.loss, wanted, kind);
  log.others = choosable(names_of(contents), chosen.loss);
  if (chosen.rate) log.learning_rates = rates_at(losses, contents.series[*chosen.rate]);
  if (rates_required && std::none_of(log.learning_rates.begin(), log.learning_rates.end(),
                                     [](double rate) { return !std::isnan(rate); }))
    throw csv::MissingColumn(file, kind + ' ' + contents.series[*chosen.rate].name() +
                                       " has no learning rate in any row with a loss");
  log.losses = std::move(losses).take_values();
  if (log.losses.empty() && log.choice.empty() && contents.series.size() > 1)
    log.choice =
        "takes the " + kind + ' ' + log.column +
        ", which is empty; --column can name another: " + listed(names_of(contents), chosen.loss);
  if (wanted.maximize) log.best_value = turn_around(log.losses);
  if (buffer.truncated())
    log.note = "its compressed data ends early: the file may still be growing";
  return log;
}

bool is_certainly_log(const std::string& file) {
  try {
    GzipBuffer buffer(file);
    std::istream in(&buffer);
    const Format* const format = format_of(take_head(in, head_size));
    return format != nullptr && format != &formats().back();
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace replay_tool
