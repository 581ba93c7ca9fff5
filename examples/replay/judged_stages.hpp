#pragma once

#include "families.hpp"
#include "hindsight/outcome.hpp"
#include "recorded_stages.hpp"

#include <string>
#include <vector>

namespace replay_tool {

/// A recorded stage, and what it would have saved and cost to end it after each of its losses.
struct JudgedStage {
  std::vector<double> losses;  ///< finite
  /// One per loss; none if the rate was not held, so that nothing is known. Decisions before the rate
  /// was held do not count.
  std::vector<hindsight::Outcome> outcomes;
};

/// What is wrong with logs of which no stage can be judged.
constexpr const char* nothing_to_learn_from =
    "no log has a finite loss at a learning rate that was held: there is nothing to learn from";

/// The recorded stages of a log, all of them, because some rules remember the losses of earlier ones.
/// Throws csv::FileError if a stage ends at a smoothed loss that is not above 0, for which the regret
/// is not defined. `name` names the log.
[[nodiscard]] std::vector<JudgedStage> judged_stages(RecordedStages& recorded,
                                                     const std::string& name);

/// What each setting of a family saves and costs in each stage whose outcomes are known: a list by
/// setting for each of these stages. These are the consequences of the decisions that perform() finds.
/// A setting that finds no plateau never ends the stage.
[[nodiscard]] std::vector<std::vector<hindsight::Outcome>> outcomes_of(
    const Family& family, const std::vector<JudgedStage>& stages);

}  // namespace replay_tool
