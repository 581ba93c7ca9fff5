#pragma once

#include <cstdint>

#include <autodecay/detail/check.hpp>
#include <autodecay/statistics/sliding_mean.hpp>

namespace autodecay {

/// The mean of the last min(t, window) losses of the stage.
///
///   level(t) = Σ loss(i) / n  over  t-n < i <= t,   n = min(t, window)
///
/// window: observations, in [1, 2^31]. A spike is forgotten exactly after `window` observations,
/// where an ExponentialMovingAverage forgets it by degrees. Reduces the variance of independent
/// noise to 1/window; lags a falling loss by (window-1)/2 observations.
///
/// Cost: a few nanoseconds an observation, 8 bytes a slot. Throws std::invalid_argument for a
/// window out of range.
class SimpleMovingAverage {
 public:
  explicit SimpleMovingAverage(std::int64_t window) : mean_(checked(window)) {}

  double update(double loss) noexcept {
    mean_.update(loss);
    return mean_.mean();
  }

  [[nodiscard]] std::int64_t window() const noexcept { return mean_.window(); }

  void reset() noexcept { mean_.reset(); }

  bool operator==(const SimpleMovingAverage&) const = default;

  void archive(auto& ar) {
    ar.type("SimpleMovingAverage", 1);
    ar.field("mean", mean_);
  }

 private:
  static std::int64_t checked(std::int64_t window) {
    detail::check_option(window >= 1 && window <= statistics::SlidingMean::largest_window,
                         "SimpleMovingAverage", "window", "in [1, 2^31] observations", window);
    return window;
  }

  statistics::SlidingMean mean_;
};

}  // namespace autodecay
