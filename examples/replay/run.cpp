#include "run.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <variant>

namespace replay_tool {
namespace {

using namespace autodecay;

bool rate_changes(const Log& log, std::size_t i) {
  const std::vector<double>& rates = log.learning_rates;
  return i > 0 && !std::isnan(rates[i - 1]) && rates[i] != rates[i - 1];
}

template <typename AnyScheduler>
Run run_scheduler(AnyScheduler scheduler, const Log& log, bool by_rate) {
  Run run;
  Decision decision = Decision::hold;
  for (std::size_t i = 0; i < log.losses.size(); ++i) {
    if (by_rate && (decision == Decision::stop || rate_changes(log, i))) scheduler.begin_stage();
    const double loss = log.losses[i];
    const std::int64_t stage = scheduler.stage().index;
    decision = scheduler.observe(loss);
    run.last = scheduler.evidence();
    run.steps.push_back({stage, std::isfinite(loss) ? run.last.stage.level
                                                    : std::numeric_limits<double>::quiet_NaN()});
    if (decision == Decision::hold) continue;
    run.verdicts.push_back({static_cast<std::int64_t>(i + 1), run.last});
    if (decision == Decision::stop && !by_rate) break;
  }
  return run;
}

}  // namespace

Run run(const Policies& policies, const Log& log, bool by_rate) {
  return std::visit(
      [&](const auto& average, const auto& stability, const auto& drop) {
        return run_scheduler(Scheduler(average, stability, drop, ScaleLearningRate{}), log,
                             by_rate);
      },
      policies.average, policies.stability, policies.drop);
}

}  // namespace replay_tool
