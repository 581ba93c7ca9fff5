#pragma once

#include <cstdint>
#include <utility>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/scheduler.hpp>
#include <autodecay/stability/at_milestones.hpp>
#include <autodecay/stability/every_interval.hpp>

namespace autodecay {

struct StepDecayOptions {
  std::int64_t interval = 30;  ///< of EveryInterval, observations
  double factor = 0.1;         ///< of ScaleLearningRate
  double floor = 0.0;          ///< of ScaleLearningRate, learning rate
  /// of StageLimit: the end of this stage stops the training; by default none does
  std::int64_t stages = StageLimit::unlimited;
};

/// The schedule the paper compares with (section 1): a decay after a set number of observations.
/// It needs no loss:
///
///   StepDecay scheduler{{.interval = 30, .stages = 3}};  // decays after 30, 60; stops after 90
///   StepDecay scheduler{AtMilestones{30, 60, 80}};       // decays after these; never stops
///   StepDecay scheduler{AtMilestones{30, 60}, LearningRateSequence{0.1, 0.02, 0.01}};
///   scheduler.step(optimizer);
///
/// Given a loss all the same, `step(optimizer, loss)` shows its level in stage() and evidence(),
/// and does not count the losses that are not finite.
template <CountsOnly Clock = EveryInterval, Policy Action = ScaleLearningRate>
class StepDecay : public Scheduler<LatestValue, Clock, StageLimit, Action> {
 public:
  using Scheduler<LatestValue, Clock, StageLimit, Action>::Scheduler;

  StepDecay() : StepDecay(StepDecayOptions{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit StepDecay(StepDecayOptions options, SchedulerOptions scheduler = {})
      : StepDecay(LatestValue(), Clock(options.interval), StageLimit(options.stages),
                  Action({options.factor, options.floor}), scheduler) {}

  explicit StepDecay(Clock clock, Action action = {},
                     StageLimit limit = StageLimit(StepDecayOptions{}.stages),
                     SchedulerOptions scheduler = {})
      : StepDecay(LatestValue(), std::move(clock), limit, std::move(action), scheduler) {}
};

}  // namespace autodecay
