#pragma once

#include <cstdint>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/compat/keras_plateau.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/scheduler.hpp>

namespace autodecay::compat {

/// Keras' ReduceLROnPlateau as a whole, with Keras' defaults:
///
///   compat::KerasScheduler scheduler({.patience = 5, .factor = 0.5});
///   scheduler.step(optimizer, loss);
///
/// See KerasPlateau for when it decays and ScaleLearningRate for the new rates. Keras' names of the
/// options are patience, min_delta, cooldown, factor and min_lr, in this order. Keras keeps the
/// rate in single precision; the rates are equal to the bit for an optimizer that also rounds its
/// rate to single precision. Once the rate is at the floor, step() answers stop, whereas Keras
/// continues. Tested against keras 3.15.1.
class KerasScheduler : public Scheduler<LatestValue, KerasPlateau, Unlimited, ScaleLearningRate> {
 public:
  struct Options {
    std::int64_t patience = KerasPlateau::Options{}.patience;          ///< of KerasPlateau
    double absolute_margin = KerasPlateau::Options{}.absolute_margin;  ///< of KerasPlateau
    std::int64_t cooldown = KerasPlateau::Options{}.cooldown;          ///< of KerasPlateau
    double factor = ScaleLearningRate::Options{}.factor;               ///< of ScaleLearningRate
    double floor = ScaleLearningRate::Options{}.floor;  ///< of ScaleLearningRate, learning rate

    static void describe(auto& options, auto&& option) {
      describe_as_in<KerasPlateau>("patience", options.patience, option);
      describe_as_in<KerasPlateau>("absolute_margin", options.absolute_margin, option);
      describe_as_in<KerasPlateau>("cooldown", options.cooldown, option);
      describe_as_in<ScaleLearningRate>("factor", options.factor, option);
      describe_as_in<ScaleLearningRate>("floor", options.floor, option);
    }
  };

  KerasScheduler() : KerasScheduler(Options{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit KerasScheduler(Options options, SchedulerOptions scheduler = {})
      : Scheduler(LatestValue(),
                  KerasPlateau({options.patience, options.absolute_margin, options.cooldown}),
                  Unlimited(), ScaleLearningRate({options.factor, options.floor}), scheduler) {}
};

}  // namespace autodecay::compat
