#pragma once

#include "run/rate_curve.hpp"

#include <cstdint>

#include <autodecay/average/latest_value.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/scheduler.hpp>
#include <autodecay/stability/every_interval.hpp>

/// The schedules that people use when they know the number of epochs, as controls for those that
/// find the end by themselves. Each is one stage of that many epochs, in which the learning rate
/// follows a curve to zero, and then stops. They look at no loss.
namespace trainer {

class FixedSchedule : public autodecay::Scheduler<autodecay::LatestValue, autodecay::EveryInterval,
                                                  autodecay::StageLimit, RateCurve> {
 public:
  explicit FixedSchedule(RateCurve::Options curve)
      : Scheduler(autodecay::LatestValue(), autodecay::EveryInterval(curve.epochs),
                  autodecay::StageLimit(1), RateCurve(curve)) {}
};

/// A schedule that is told the number of epochs alone.
template <autodecay::TailShape shape>
class WholeCurve : public FixedSchedule {
 public:
  struct Options {
    std::int64_t epochs = 0;

    static void describe(auto& options, auto&& option) {
      autodecay::describe_as_in<RateCurve>("epochs", options.epochs, option);
    }
  };

  explicit WholeCurve(Options options)
      : FixedSchedule({.epochs = options.epochs, .shape = shape}) {}
};

using CosineSchedule = WholeCurve<autodecay::TailShape::cosine>;
using LinearSchedule = WholeCurve<autodecay::TailShape::linear>;

/// Warm-up, stable, decay, without a warm-up: a constant rate, then a linear tail.
class WsdSchedule : public FixedSchedule {
 public:
  struct Options {
    std::int64_t epochs = 0;
    double tail = 0.0;

    static void describe(auto& options, auto&& option) {
      autodecay::describe_as_in<RateCurve>("epochs", options.epochs, option);
      autodecay::describe_as_in<RateCurve>("tail", options.tail, option);
    }
  };

  explicit WsdSchedule(Options options)
      : FixedSchedule({.epochs = options.epochs, .tail = options.tail}) {}
};

}  // namespace trainer
