#include "engine/map.hpp"

#include "comparison.hpp"
#include "engine/pytorch_code.hpp"
#include "hindsight/frontier.hpp"
#include "support/registry.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/runtime/grammar.hpp>

namespace replay_page {
namespace {

using hindsight::Outcome;
using replay_tool::JudgedStage;

/// β for a half-life in observations, 0 for no smoothing, in four decimals so that its text is short.
double beta_of(double half_life) {
  if (half_life == 0.0) return 0.0;
  return std::round(1e4 * autodecay::ExponentialMovingAverage::from_half_life(half_life).beta()) /
         1e4;
}

}  // namespace

nlohmann::ordered_json families_json() {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const std::string& name : replay_tool::searched_schedulers()) {
    const std::vector<replay_tool::Setting> settings =
        replay_tool::family_of(name, map_grid()).settings;
    all.push_back(
        {{"name", name},
         {"pytorch", std::all_of(settings.begin(), settings.end(), [](const auto& setting) {
            return pytorch_code(autodecay::runtime::parse(setting.text, support::registry()))
                .has_value();
          })}});
  }
  return all;
}

std::size_t count_stages(const std::vector<OpenedLog*>& logs) {
  std::size_t count = 0;
  for (OpenedLog* const log : logs)
    for (const JudgedStage& stage : log->judged()) count += !stage.outcomes.empty();
  if (count == 0) throw std::runtime_error(replay_tool::nothing_to_learn_from);
  return count;
}

const autodecay::Sweep::Grid& map_grid() {
  static const autodecay::Sweep::Grid grid = [] {
    autodecay::Sweep::Grid all{.betas = {},
                               .windows = {3, 5, 8, 12, 20, 40, 80, 160},
                               .tolerances = {0.001, 0.0015, 0.002, 0.003, 0.005, 0.007, 0.01,
                                              0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3}};
    for (const double half_life : {0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0})
      all.betas.push_back(beta_of(half_life));
    return all;
  }();
  return grid;
}

std::vector<MapOutcome> map_outcomes(const replay_tool::Family& family,
                                     const std::vector<OpenedLog*>& logs) {
  const auto count = static_cast<double>(count_stages(logs));
  std::vector<MapOutcome> all(family.settings.size());
  for (OpenedLog* const log : logs)
    for (const std::vector<Outcome>& outcomes : replay_tool::outcomes_of(family, log->judged()))
      for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].mean.saved += outcomes[i].saved / count;
        all[i].mean.regret += outcomes[i].regret / count;
        all[i].worst_regret = std::max(all[i].worst_regret, outcomes[i].regret);
      }
  return all;
}

std::vector<Outcome> bound_of(const std::vector<OpenedLog*>& logs, double regret, int points) {
  (void)count_stages(logs);
  std::vector<std::vector<Outcome>> stages;
  for (OpenedLog* const log : logs)
    for (const JudgedStage& stage : log->judged())
      if (!stage.outcomes.empty()) stages.push_back(stage.outcomes);
  const std::vector<Outcome> corners = hindsight::hindsight_bound(stages);
  std::vector<Outcome> bound;
  for (int i = 0; i < points; ++i) {
    const double at = regret * i / (points - 1);
    bound.push_back({hindsight::saved_at(corners, at), at});
  }
  return bound;
}

}  // namespace replay_page
