#pragma once

#include <cstdint>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/compat/optax_plateau.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/scheduler.hpp>

namespace autodecay::compat {

/// optax.contrib.reduce_on_plateau as a whole, with optax' defaults:
///
///   compat::OptaxScheduler scheduler({.patience = 5, .factor = 0.5});
///   scheduler.step(optimizer, loss);
///
/// See OptaxPlateau for when it decays and ScaleLearningRate for the new rates. optax' names of the
/// options are patience, rtol, atol, cooldown, accumulation_size, factor and min_scale, in this
/// order. optax keeps a scale that multiplies the updates. To get the same scale, step a
/// LearningRate that begins at 1. To decay a learning rate itself, set the floor to a learning
/// rate: min_scale times the initial rate. optax multiplies in the parameters' precision, and
/// LearningRate in double precision. Once the rate is at the floor, step() answers stop, whereas
/// optax continues. Tested against optax 0.2.8.
class OptaxScheduler : public Scheduler<LatestValue, OptaxPlateau, Unlimited, ScaleLearningRate> {
 public:
  struct Options {
    std::int64_t patience = OptaxPlateau::Options{}.patience;          ///< of OptaxPlateau
    double relative_margin = OptaxPlateau::Options{}.relative_margin;  ///< of OptaxPlateau
    double absolute_margin = OptaxPlateau::Options{}.absolute_margin;  ///< of OptaxPlateau
    std::int64_t cooldown = OptaxPlateau::Options{}.cooldown;          ///< of OptaxPlateau
    std::int64_t interval = OptaxPlateau::Options{}.interval;          ///< of OptaxPlateau
    double factor = ScaleLearningRate::Options{}.factor;               ///< of ScaleLearningRate
    double floor = ScaleLearningRate::Options{}.floor;  ///< of ScaleLearningRate, learning rate

    static void describe(auto& options, auto&& option) {
      describe_as_in<OptaxPlateau>("patience", options.patience, option);
      describe_as_in<OptaxPlateau>("relative_margin", options.relative_margin, option);
      describe_as_in<OptaxPlateau>("absolute_margin", options.absolute_margin, option);
      describe_as_in<OptaxPlateau>("cooldown", options.cooldown, option);
      describe_as_in<OptaxPlateau>("interval", options.interval, option);
      describe_as_in<ScaleLearningRate>("factor", options.factor, option);
      describe_as_in<ScaleLearningRate>("floor", options.floor, option);
    }
  };

  OptaxScheduler() : OptaxScheduler(Options{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit OptaxScheduler(Options options, SchedulerOptions scheduler = {})
      : Scheduler(LatestValue(),
                  OptaxPlateau({options.patience, options.relative_margin, options.absolute_margin,
                                options.cooldown, options.interval}),
                  Unlimited(), ScaleLearningRate({options.factor, options.floor}), scheduler) {}
};

}  // namespace autodecay::compat
