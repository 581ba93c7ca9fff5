#pragma once

#include "engine/opened_log.hpp"
#include "families.hpp"
#include "hindsight/outcome.hpp"

#include <cstddef>
#include <vector>

#include <nlohmann/json.hpp>

#include <autodecay/sweep.hpp>

namespace replay_page {

/// 8 half-lives, 8 windows and 16 tolerances: 1,024 settings of the paper's rule.
[[nodiscard]] const autodecay::Sweep::Grid& map_grid();

/// The schedulers whose settings are compared: [{"name", "pytorch": whether PyTorch has all of its
/// settings}].
[[nodiscard]] nlohmann::ordered_json families_json();

/// What a setting saves and costs on average over some stages, and at worst.
struct MapOutcome {
  hindsight::Outcome mean;
  double worst_regret = 0.0;
};

/// The number of stages by which settings are judged. Throws std::runtime_error if it is 0, and
/// whatever OpenedLog::judged throws.
[[nodiscard]] std::size_t count_stages(const std::vector<OpenedLog*>& logs);

/// The outcome of each setting of a family over the stages of some logs. Throws like count_stages.
[[nodiscard]] std::vector<MapOutcome> map_outcomes(const replay_tool::Family& family,
                                                   const std::vector<OpenedLog*>& logs);

/// The greatest saving of any rule at `points` regrets from 0 to `regret` (see
/// hindsight::hindsight_bound). Throws like count_stages.
[[nodiscard]] std::vector<hindsight::Outcome> bound_of(const std::vector<OpenedLog*>& logs,
                                                       double regret, int points);

}  // namespace replay_page
