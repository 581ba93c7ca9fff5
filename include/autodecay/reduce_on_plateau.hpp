#pragma once

#include <cstdint>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/scheduler.hpp>
#include <autodecay/stability/no_improvement.hpp>

namespace autodecay {

struct ReduceOnPlateauOptions {
  std::int64_t patience = 10;     ///< of NoImprovement, observations
  double relative_margin = 1e-4;  ///< of NoImprovement
  double absolute_margin = 0.0;   ///< of NoImprovement
  double factor = 0.1;            ///< of ScaleLearningRate
  double floor = 0.0;             ///< of ScaleLearningRate, learning rate
};

/// The frameworks' rule: a decay when the best loss has not improved for `patience` observations;
/// it never stops. See NoImprovement for how its rule differs from PyTorch's in detail.
///
///   ReduceOnPlateau scheduler{{.patience = 5, .factor = 0.5}};
///   ReduceOnPlateau scheduler{ExponentialMovingAverage{0.9}, NoImprovement{}, Unlimited{},
///                             ScaleLearningRate{}};
template <MovingAverage Average = LatestValue, StabilityCriterion Stability = NoImprovement,
          DropCriterion Drop = Unlimited, Policy Action = ScaleLearningRate>
class ReduceOnPlateau : public Scheduler<Average, Stability, Drop, Action> {
 public:
  using Scheduler<Average, Stability, Drop, Action>::Scheduler;

  ReduceOnPlateau() : ReduceOnPlateau(ReduceOnPlateauOptions{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit ReduceOnPlateau(ReduceOnPlateauOptions options, SchedulerOptions scheduler = {})
      : ReduceOnPlateau(
            Average(),
            Stability({options.patience, options.relative_margin, options.absolute_margin}), Drop(),
            Action({options.factor, options.floor}), scheduler) {}
};

template <typename Average, typename Stability, typename Drop, typename Action>
ReduceOnPlateau(Average, Stability, Drop, Action)
    -> ReduceOnPlateau<Average, Stability, Drop, Action>;

template <typename Average, typename Stability, typename Drop, typename Action>
ReduceOnPlateau(Average, Stability, Drop, Action, SchedulerOptions)
    -> ReduceOnPlateau<Average, Stability, Drop, Action>;

}  // namespace autodecay
