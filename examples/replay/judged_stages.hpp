#pragma once

#include "families.hpp"
#include "hindsight/outcome.hpp"
#include "log.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace replay_tool {

/// A recorded stage, and what it would have saved and cost to end it after each of its losses.
struct JudgedStage {
  static constexpr std::size_t least_losses = 30;

  std::vector<double> losses;                ///< finite
  std::vector<hindsight::Outcome> outcomes;  ///< one per loss
};

/// The stages of a log from which something can be learned: the finite losses at one learning rate,
/// or all if the log has no rates, where there are at least JudgedStage::least_losses. Throws
/// csv::FileError if a stage ends at a non-positive smoothed loss, for which the regret is undefined.
/// `name` names the log.
[[nodiscard]] std::vector<JudgedStage> judged_stages(const Log& log, const std::string& name);

/// The outcome of each setting of a family. A setting that finds no plateau never ends the stage.
[[nodiscard]] std::vector<hindsight::Outcome> outcomes_of(const Family& family,
                                                          const JudgedStage& stage);

}  // namespace replay_tool
