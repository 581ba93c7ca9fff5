#include "recorded_stages.hpp"

#include "recorded_rate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <ostream>
#include <stdexcept>

#include <autodecay/number_text.hpp>

namespace replay_tool {
namespace {

/// The regret of ending a stage after each of its losses; NaN where it is not defined. A non-finite
/// loss has the regret of the finite one before it.
std::vector<double> computed_regrets(std::span<const double> losses) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> finite;
  std::copy_if(losses.begin(), losses.end(), std::back_inserter(finite),
               [](double loss) { return std::isfinite(loss); });
  std::vector<hindsight::Outcome> outcomes;
  try {
    if (!finite.empty()) outcomes = hindsight::outcomes_of(finite);
  } catch (const std::invalid_argument&) {  // not above 0 at the end
  }

  std::vector<double> regrets;
  auto next = outcomes.begin();
  for (const double loss : losses) {
    if (std::isfinite(loss) && next != outcomes.end()) ++next;
    regrets.push_back(next == outcomes.begin() ? none : (next - 1)->regret);
  }
  return regrets;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Consequence& consequence) {
  out << "saves " << consequence.saved << " of " << consequence.recorded
      << (consequence.recorded == 1 ? " observation at " : " observations at ");
  if (!consequence.regret) return out << "an undefined regret";
  return out << "a regret of "
             << autodecay::to_text(std::round(10000.0 * *consequence.regret) / 100.0) << " %";
}

MeanConsequence mean_of(std::span<const Consequence> consequences, std::size_t stages) {
  if (stages == 0) return {};
  MeanConsequence mean{.regret = 0.0};
  for (const Consequence& one : consequences) {
    mean.saved += static_cast<double>(one.saved) / static_cast<double>(one.recorded);
    if (mean.regret && one.regret)
      *mean.regret += *one.regret;
    else
      mean.regret.reset();
  }
  mean.saved /= static_cast<double>(stages);
  if (mean.regret) *mean.regret /= static_cast<double>(stages);
  return mean;
}

RecordedStages::RecordedStages(std::span<const double> losses, std::span<const double> rates)
    : losses_(losses), stages_{{.first = 1, .last = std::ssize(losses)}} {
  if (rates.empty()) stages_[0].held_from = 1;
  RecordedRate rate;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const auto observation = static_cast<std::int64_t>(i) + 1;
    if (rate.next(rates[i])) {
      stages_.back().last = observation - 1;
      stages_.push_back({.first = observation, .last = std::ssize(losses)});
    }
    if (rate.held() && !stages_.back().held_from) stages_.back().held_from = observation;
  }
}

std::size_t RecordedStages::count() const {
  return static_cast<std::size_t>(
      std::count_if(stages_.begin(), stages_.end(),
                    [](const Stage& stage) { return stage.held_from.has_value(); }));
}

std::span<const double> RecordedStages::losses_of(std::size_t index) const {
  const Stage& stage = stages_[index];
  return losses_.subspan(static_cast<std::size_t>(stage.first - 1),
                         static_cast<std::size_t>(stage.last - stage.first + 1));
}

std::span<const double> RecordedStages::regrets_of(std::size_t index) {
  std::vector<double>& regrets = stages_[index].regrets;
  if (regrets.empty()) regrets = computed_regrets(losses_of(index));
  return regrets;
}

Consequence RecordedStages::consequence_of(std::int64_t observation) {
  const auto found = std::lower_bound(
      stages_.begin(), stages_.end(), observation,
      [](const Stage& stage, std::int64_t position) { return stage.last < position; });
  const double regret = regrets_of(static_cast<std::size_t>(
      found - stages_.begin()))[static_cast<std::size_t>(observation - found->first)];
  return {.saved = found->last - observation,
          .recorded = found->last - found->first + 1,
          .regret = std::isnan(regret) ? std::nullopt : std::optional(regret)};
}

}  // namespace replay_tool
