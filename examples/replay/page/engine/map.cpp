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
#include <autodecay/runtime/parse.hpp>

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

std::vector<const JudgedStage*> stages_of(const std::vector<OpenedLog*>& logs) {
  std::vector<const JudgedStage*> stages;
  for (OpenedLog* const log : logs)
    for (const JudgedStage& stage : log->judged()) stages.push_back(&stage);
  if (stages.empty())
    throw std::runtime_error("no log has a stage of " + std::to_string(JudgedStage::least_losses) +
                             " losses at one learning rate: there is nothing to learn from");
  return stages;
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

std::vector<Outcome> mean_outcomes(const replay_tool::Family& family,
                                   const std::vector<OpenedLog*>& logs) {
  const std::vector<const JudgedStage*> stages = stages_of(logs);
  std::vector<Outcome> means(family.settings.size());
  for (const JudgedStage* const stage : stages) {
    const std::vector<Outcome> outcomes = replay_tool::outcomes_of(family, *stage);
    for (std::size_t i = 0; i < means.size(); ++i) {
      means[i].saved += outcomes[i].saved / static_cast<double>(stages.size());
      means[i].regret += outcomes[i].regret / static_cast<double>(stages.size());
    }
  }
  return means;
}

std::vector<Outcome> bound_of(const std::vector<OpenedLog*>& logs, double regret, int points) {
  std::vector<std::vector<Outcome>> stages;
  for (const JudgedStage* const stage : stages_of(logs)) stages.push_back(stage->outcomes);
  const std::vector<Outcome> corners = hindsight::hindsight_bound(stages);
  std::vector<Outcome> bound;
  for (int i = 0; i < points; ++i) {
    const double at = regret * i / (points - 1);
    bound.push_back({hindsight::saved_at(corners, at), at});
  }
  return bound;
}

}  // namespace replay_page
