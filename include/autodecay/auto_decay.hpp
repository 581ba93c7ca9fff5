#pragma once

#include <cstdint>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/drop/relative_drop.hpp>
#include <autodecay/scheduler.hpp>
#include <autodecay/stability/relative_range.hpp>

namespace autodecay {

/// The options of the policies that make up AutoDecay, under the paper's names.
struct AutoDecayOptions {
  double beta = 0.9;                                     ///< β of ExponentialMovingAverage
  std::int64_t window = 5;                               ///< W of RelativeRange, observations
  double tolerance = 0.01;                               ///< η of RelativeRange
  double ratio = 0.95;                                   ///< ζ of RelativeDrop
  double epsilon = 1e-12;                                ///< ε of both
  double factor = 0.1;                                   ///< of ScaleLearningRate
  double floor = 0.0;                                    ///< of ScaleLearningRate, learning rate
  DropReference reference = DropReference::first_level;  ///< of RelativeDrop
};

/// The paper's AutoDecay (section 4): lowers the learning rate when the smoothed loss is stable,
/// and stops when a stage brought no significant drop. A Scheduler of the paper's policies:
///
///   AutoDecay scheduler;                                  // the defaults
///   AutoDecay scheduler{{.window = 10, .factor = 0.2}};   // options by name
///   AutoDecay scheduler{SimpleMovingAverage{7}, RelativeRange{}, RelativeDrop{},
///                       LearningRateSequence{0.1, 0.01}}; // other policies in its places
///
/// The defaults are ours: the paper gives none but β = 0.9.
template <MovingAverage Average = ExponentialMovingAverage,
          StabilityCriterion Stability = RelativeRange, DropCriterion Drop = RelativeDrop,
          Policy Action = ScaleLearningRate>
class AutoDecay : public Scheduler<Average, Stability, Drop, Action> {
 public:
  using Scheduler<Average, Stability, Drop, Action>::Scheduler;

  AutoDecay() : AutoDecay(AutoDecayOptions{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit AutoDecay(AutoDecayOptions options, SchedulerOptions scheduler = {})
      : AutoDecay(Average(options.beta),
                  Stability({options.window, options.tolerance, options.epsilon}),
                  Drop({options.ratio, options.epsilon, options.reference}),
                  Action({options.factor, options.floor}), scheduler) {}
};

template <typename Average, typename Stability, typename Drop, typename Action>
AutoDecay(Average, Stability, Drop, Action) -> AutoDecay<Average, Stability, Drop, Action>;

template <typename Average, typename Stability, typename Drop, typename Action>
AutoDecay(Average, Stability, Drop, Action, SchedulerOptions)
    -> AutoDecay<Average, Stability, Drop, Action>;

}  // namespace autodecay
