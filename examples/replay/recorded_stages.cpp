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
std::vector<double> regrets_of(std::span<const double> losses) {
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
    : losses_(losses) {
  RecordedRate rate;
  std::int64_t first = 1;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    if (!rate.next(rates[i])) continue;
    stages_.push_back({first, static_cast<std::int64_t>(i)});
    first = static_cast<std::int64_t>(i) + 1;
  }
  stages_.push_back({first, std::ssize(losses)});
}

Consequence RecordedStages::consequence_of(std::int64_t observation) {
  Stage& stage = *std::lower_bound(
      stages_.begin(), stages_.end(), observation,
      [](const Stage& one, std::int64_t position) { return one.last < position; });
  const std::int64_t recorded = stage.last - stage.first + 1;
  if (stage.regrets.empty())
    stage.regrets = regrets_of(losses_.subspan(static_cast<std::size_t>(stage.first - 1),
                                               static_cast<std::size_t>(recorded)));
  const double regret = stage.regrets[static_cast<std::size_t>(observation - stage.first)];
  return {.saved = stage.last - observation,
          .recorded = recorded,
          .regret = std::isnan(regret) ? std::nullopt : std::optional(regret)};
}

}  // namespace replay_tool
