#pragma once

#include "engine/opened_log.hpp"
#include "families.hpp"
#include "hindsight/outcome.hpp"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <autodecay/sweep.hpp>

namespace replay_page {

/// 8 half-lives, 8 windows and 16 tolerances: 1,024 settings of the paper's rule.
[[nodiscard]] const autodecay::Sweep::Grid& map_grid();

/// The schedulers whose settings are compared: [{"name", "pytorch": whether PyTorch has all of its
/// settings}].
[[nodiscard]] nlohmann::ordered_json families_json();

/// The stages by which settings are judged. Throws std::runtime_error if the logs have no such stage,
/// and whatever OpenedLog::judged throws.
[[nodiscard]] std::vector<const replay_tool::JudgedStage*> stages_of(
    const std::vector<OpenedLog*>& logs);

/// The mean outcome of each setting of a family over the stages of some logs. Throws like
/// stages_of.
[[nodiscard]] std::vector<hindsight::Outcome> mean_outcomes(const replay_tool::Family& family,
                                                            const std::vector<OpenedLog*>& logs);

/// The greatest saving of any rule at `points` regrets from 0 to `regret` (see
/// hindsight::hindsight_bound). Throws like mean_outcomes.
[[nodiscard]] std::vector<hindsight::Outcome> bound_of(const std::vector<OpenedLog*>& logs,
                                                       double regret, int points);

}  // namespace replay_page
