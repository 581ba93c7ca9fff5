#pragma once

#include "log.hpp"
#include "recorded_stages.hpp"
#include "session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace replay_tool {

/// A scheduler that takes part in a comparison.
struct Contender {
  std::string text;  ///< as the command line or the registry names it
  AnyScheduler scheduler;
};

/// All pipelines of the registry and the criteria that none of them has, at their defaults, and
/// then these schedulers. Throws UsageError for a text that names no scheduler.
[[nodiscard]] std::vector<Contender> contenders(const std::vector<std::string>& schedulers);

/// The names of those that judge the loss, and whose options can therefore be searched.
[[nodiscard]] std::vector<std::string> searched_schedulers();

/// What a contender would have done on a log.
struct Performance {
  std::string scheduler;
  std::vector<Answer> decisions{};  ///< each with its consequence, unless the rate was not held
  MeanConsequence mean{};           ///< over the recorded stages
};

/// Runs a contender over a log. A log without rates is one stage.
[[nodiscard]] Performance perform(const Contender& contender, const Log& log,
                                  RecordedStages& recorded, Rules rules);

}  // namespace replay_tool
