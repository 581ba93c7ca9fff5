#pragma once

#include "log.hpp"
#include "policies.hpp"

#include <cstdint>
#include <vector>

#include <autodecay/autodecay.hpp>

namespace replay_tool {

/// What the scheduler made of one observation.
struct Step {
  std::int64_t stage = 1;  ///< that the observation belongs to
  double level = 0.0;      ///< the stage's level after it; NaN if the loss was rejected
};

/// A decay or a stop.
struct Verdict {
  std::int64_t observation = 0;  ///< after which it came, from 1
  autodecay::Evidence evidence;
};

struct Run {
  std::vector<Step> steps;  ///< one for each observation, up to where the run ended
  std::vector<Verdict> verdicts;
  autodecay::Evidence last;  ///< where the run ended
};

/// Replays the log with a Scheduler of the policies. Ends after a stop, unless `by_rate`: then the
/// log's own stages are replayed, so that a new stage begins wherever its learning rate changes,
/// and after a stop too.
[[nodiscard]] Run run(const Policies& policies, const Log& log, bool by_rate);

}  // namespace replay_tool
