#include "suggestion.hpp"

#include "csv/csv.hpp"
#include "hindsight/frontier.hpp"

#include <cmath>
#include <concepts>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <autodecay/presets.hpp>

namespace replay_tool {
namespace {

using autodecay::AutoDecay;
using autodecay::Sweep;
using autodecay::to_text;
using hindsight::Outcome;

struct Setting {
  double beta;
  std::int64_t window;
  double tolerance;
};

/// The setting with a number from 0 to size_of(grid) - 1.
Setting setting_of(const Sweep::Grid& grid, std::size_t number) {
  const std::size_t tolerance = number % grid.tolerances.size();
  number /= grid.tolerances.size();
  return {grid.betas[number / grid.windows.size()], grid.windows[number % grid.windows.size()],
          grid.tolerances[tolerance]};
}

std::size_t size_of(const Sweep::Grid& grid) {
  return grid.betas.size() * grid.windows.size() * grid.tolerances.size();
}

/// The losses at each learning rate, in order; all losses if the log has no rates.
std::vector<std::vector<double>> stages_of(const Log& log) {
  std::vector<std::vector<double>> stages;
  for (std::size_t i = 0; i < log.losses.size(); ++i) {
    const std::vector<double>& rates = log.learning_rates;
    if (i == 0 || (!rates.empty() && !std::isnan(rates[i - 1]) && rates[i] != rates[i - 1]))
      stages.emplace_back();
    if (std::isfinite(log.losses[i])) stages.back().push_back(log.losses[i]);
  }
  return stages;
}

/// The numbers of a comma-separated list. Throws UsageError.
template <typename Number>
std::vector<Number> parse_list(const std::string& option, std::string_view text) {
  std::vector<Number> numbers;
  for (std::string_view rest = text;; rest.remove_prefix(rest.find(',') + 1)) {
    const std::optional<Number> number = csv::parse_number<Number>(rest.substr(0, rest.find(',')));
    if (!number)
      throw UsageError(option + " must be a comma-separated list of " +
                       (std::integral<Number> ? "whole " : "") + "numbers, got \"" +
                       std::string(text) + '"');
    numbers.push_back(*number);
    if (rest.find(',') == rest.npos) return numbers;
  }
}

void add_to(Outcome& sum, const Outcome& outcome) {
  sum.saved += outcome.saved;
  sum.regret += outcome.regret;
}

/// Percent with one decimal.
std::string percent(double share) { return to_text(std::round(1000.0 * share) / 10.0) + " %"; }

/// The number with four decimals.
std::string rounded(double value) { return to_text(std::round(10000.0 * value) / 10000.0); }

std::string count_of(std::size_t count, const std::string& what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

}  // namespace

Search parse_search(const SearchTexts& texts) {
  if (!(texts.regret >= 0.0))
    throw UsageError("--regret must be at least 0, got " + to_text(texts.regret));
  Search search{texts.regret,
                {.betas = parse_list<double>("--betas", texts.betas),
                 .windows = parse_list<std::int64_t>("--windows", texts.windows),
                 .tolerances = parse_list<double>("--tolerances", texts.tolerances)}};
  try {
    (void)Sweep({}, search.grid);
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string("--suggest: ") + error.what());
  }
  return search;
}

Suggestion::Suggestion(Search search) : search_(std::move(search)) {}

void Suggestion::add(const Log& log, const std::string& name) {
  const Sweep::Grid& grid = search_.grid;
  const AutoDecay::Options defaults;
  LogOutcomes outcomes{0, std::vector<Outcome>(size_of(grid)), {}};
  std::size_t number = 0;
  for (const std::vector<double>& losses : stages_of(log)) {
    ++number;
    if (losses.size() < least_losses) continue;
    std::vector<Outcome> ends;
    try {
      ends = hindsight::outcomes_of(losses);
    } catch (const std::invalid_argument& error) {
      throw csv::FileError(name, "stage " + std::to_string(number) + ": " + error.what());
    }
    const auto outcome_of = [&](std::optional<std::int64_t> plateau) {
      return plateau ? ends[static_cast<std::size_t>(*plateau - 1)] : ends.back();
    };
    const Sweep sweep(losses, grid);
    auto sum = outcomes.sums.begin();
    for (std::size_t beta = 0; beta < grid.betas.size(); ++beta)
      for (std::size_t window = 0; window < grid.windows.size(); ++window)
        for (std::size_t tolerance = 0; tolerance < grid.tolerances.size(); ++tolerance)
          add_to(*sum++, outcome_of(sweep.first_plateau(beta, window, tolerance)));
    const Sweep by_default(losses, {{defaults.beta}, {defaults.window}, {defaults.tolerance}});
    add_to(outcomes.defaults, outcome_of(by_default.first_plateau(0, 0, 0)));
    ++outcomes.stages;
  }
  if (outcomes.stages > 0)
    logs_.push_back(std::move(outcomes));
  else
    ++logs_without_stage_;
}

std::optional<std::size_t> Suggestion::best_without(const LogOutcomes* left_out) const {
  std::vector<Outcome> means(size_of(search_.grid));
  std::size_t stages = 0;
  for (const LogOutcomes& log : logs_) {
    if (&log == left_out) continue;
    stages += log.stages;
    for (std::size_t i = 0; i < means.size(); ++i) add_to(means[i], log.sums[i]);
  }
  for (Outcome& mean : means) {
    mean.saved /= static_cast<double>(stages);
    mean.regret /= static_cast<double>(stages);
  }
  return hindsight::best_within(means, search_.regret);
}

std::string Suggestion::scheduler_of(std::size_t number) const {
  const Setting setting = setting_of(search_.grid, number);
  return "--scheduler \"auto(beta=" + to_text(setting.beta) +
         ", window=" + to_text(setting.window) + ", tolerance=" + to_text(setting.tolerance) +
         ")\"";
}

void Suggestion::print(std::ostream& out) const {
  if (logs_.empty())
    throw std::runtime_error("no log has a stage of " + std::to_string(least_losses) +
                             " losses at one learning rate: there is nothing to learn from");
  std::size_t stages = 0;
  Outcome defaults;
  for (const LogOutcomes& log : logs_) {
    stages += log.stages;
    add_to(defaults, log.defaults);
  }
  const auto means = [&](const Outcome& sum) {
    const auto count = static_cast<double>(stages);
    return "saves " + percent(sum.saved / count) + " of a stage at a mean regret of " +
           rounded(sum.regret / count);
  };

  out << "learned from  " << count_of(stages, "stage") << " of at least " << least_losses
      << " losses at one learning rate, in " << count_of(logs_.size(), "log");
  if (logs_without_stage_ > 0)
    out << "; " << count_of(logs_without_stage_, "log") << " without such a stage";
  out << '\n'
      << "tried         " << size_of(search_.grid)
      << " settings of AutoDecay, within a mean regret of " << search_.regret << "\n\n";

  const std::optional<std::size_t> best = best_without(nullptr);
  if (!best) {
    out << "suggested     none: every setting has more regret\n";
  } else {
    Outcome sum;
    for (const LogOutcomes& log : logs_) add_to(sum, log.sums[*best]);
    out << "suggested     " << scheduler_of(*best) << '\n'
        << "              " << means(sum) << '\n';
  }
  out << "defaults      --scheduler auto\n"
      << "              " << means(defaults) << '\n';
  if (logs_.size() < 2) return;

  Outcome held_out;
  for (const LogOutcomes& log : logs_)
    if (const std::optional<std::size_t> chosen = best_without(&log))
      add_to(held_out, log.sums[*chosen]);
  out << "held out      chosen for each log on the other logs\n"
      << "              " << means(held_out) << '\n';
}

}  // namespace replay_tool
