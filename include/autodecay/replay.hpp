#pragma once

#include <concepts>
#include <cstdint>
#include <vector>

#include <autodecay/concepts.hpp>
#include <autodecay/evidence.hpp>

namespace autodecay {

/// A stage that a scheduler found in recorded losses.
struct ReplayedStage {
  std::int64_t first = 0;  ///< position of its first loss in the record, from 1
  std::int64_t last = 0;   ///< position of its last loss
  Evidence evidence;       ///< why it ended; decision hold if the record ended first

  bool operator==(const ReplayedStage&) const = default;
};

/// What replay() runs: a Scheduler, or anything that observes as one does.
template <typename S>
concept Observer = requires(S scheduler, double loss) {
  { scheduler.observe(loss) } -> std::same_as<Decision>;
  { scheduler.evidence() } -> std::same_as<Evidence>;
};

/// Runs a scheduler over recorded losses (any range of numbers) and returns the stages it finds, as
/// if a new stage had begun in the record after each decay. What was recorded after the first decay
/// was of course trained at the rate of the record, not at the one that the scheduler would have
/// set.
///
/// Ends after a stop. The scheduler is taken as it is given: one that has observed losses already
/// goes on in its stage. Losses that are not finite take a position and are held, as ever.
template <Observer S, typename Losses>
[[nodiscard]] std::vector<ReplayedStage> replay(S scheduler, const Losses& losses) {
  std::vector<ReplayedStage> stages;
  std::int64_t position = 0;
  std::int64_t first = 1;
  for (const auto& loss : losses) {
    ++position;
    const Decision decision = scheduler.observe(static_cast<double>(loss));
    if (decision == Decision::hold) continue;
    stages.push_back({first, position, scheduler.evidence()});
    if (decision == Decision::stop) return stages;
    first = position + 1;
  }
  if (first <= position) {
    Evidence evidence = scheduler.evidence();
    // Nothing but non-finite losses since the decay: the evidence is still the ended stage's.
    if (evidence.decision == Decision::decay)
      evidence = {
          .stage = {.index = evidence.stage.index + 1, .previous_level = evidence.stage.level},
          .consecutive_nonfinite = evidence.consecutive_nonfinite};
    stages.push_back({first, position, evidence});
  }
  return stages;
}

}  // namespace autodecay
