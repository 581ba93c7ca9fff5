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
  Evidence evidence;       ///< why it ended; the decision is hold if the record ended first

  bool operator==(const ReplayedStage&) const = default;
};

/// What replay() runs: a Scheduler, or any type with the same observe() and evidence().
template <typename S>
concept Observer = requires(S scheduler, double loss) {
  { scheduler.observe(loss) } -> std::same_as<Decision>;
  { scheduler.evidence() } -> std::same_as<Evidence>;
};

/// Runs a scheduler over recorded losses (any range of numbers) and returns the stages that it
/// finds, as if a new stage had begun in the record after each decay. The losses after the first
/// decay were still recorded at the original learning rate, not at the rate that the scheduler
/// would have set.
///
/// The losses of a warm-up belong to no stage, unless the record ends within it. The replay ends
/// after a stop, and at once if the scheduler has stopped before. The scheduler keeps its state: if
/// it has already observed losses, it continues its current stage. A non-finite loss takes up a
/// position, and the answer to it is that of observe().
template <Observer S, typename Losses>
[[nodiscard]] std::vector<ReplayedStage> replay(S scheduler, const Losses& losses) {
  std::vector<ReplayedStage> stages;
  std::int64_t position = 0;
  std::int64_t first = 1;
  bool warmed_up = false;
  for (const auto& loss : losses) {
    ++position;
    if constexpr (requires { scheduler.begins_stage(); })
      if (!warmed_up && scheduler.begins_stage() && scheduler.stage().observations > 0) {
        warmed_up = true;
        first = position;  // the losses of the warm-up belong to no stage
      }
    const Decision decision = scheduler.observe(static_cast<double>(loss));
    if (decision == Decision::hold) continue;
    stages.push_back({first, position, scheduler.evidence()});
    if (decision == Decision::stop) return stages;
    first = position + 1;
  }
  if (first <= position) {
    Evidence evidence = scheduler.evidence();
    // Since the decay there were only non-finite losses: the evidence still belongs to the old
    // stage.
    if (evidence.decision == Decision::decay)
      evidence = {
          .stage = {.index = evidence.stage.index + 1, .previous_level = evidence.stage.level},
          .consecutive_nonfinite = evidence.consecutive_nonfinite};
    stages.push_back({first, position, evidence});
  }
  return stages;
}

}  // namespace autodecay
