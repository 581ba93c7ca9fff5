#pragma once

#include <cstdint>

#include <autodecay/options.hpp>
#include <autodecay/statistics/sliding_mean.hpp>

namespace autodecay {

/// The mean of the last min(t, window) losses of the stage.
///
///   level(t) = Σ loss(i) / n  over  t-n < i <= t,   n = min(t, window)
///
/// window: observations, in [1, 2^24]. A spike is forgotten exactly after `window` observations,
/// where an ExponentialMovingAverage forgets it by degrees. Reduces the variance of independent
/// noise to 1/window; lags a falling loss by (window-1)/2 observations.
///
/// Cost: a few nanoseconds an observation, 8 bytes a slot. Throws std::invalid_argument for a
/// window out of range.
class SimpleMovingAverage {
 public:
  struct Options {
    std::int64_t window;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("window", options.window, from_to(1, 0x1p24), "observations",
             "of which the level is the mean");
    }
  };

  explicit SimpleMovingAverage(Options options)
      : mean_(checked("SimpleMovingAverage", options).window) {}
  explicit SimpleMovingAverage(std::int64_t window) : SimpleMovingAverage(Options{window}) {}

  double update(double loss) noexcept {
    mean_.update(loss);
    return mean_.mean();
  }

  [[nodiscard]] std::int64_t window() const noexcept { return mean_.window(); }
  [[nodiscard]] Options options() const noexcept { return {window()}; }

  void reset() noexcept { mean_.reset(); }

  bool operator==(const SimpleMovingAverage&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("SimpleMovingAverage", 1);
    ar.options(self);
    ar.field("losses", self.mean_);
  }

 private:
  statistics::SlidingMean mean_;
};

}  // namespace autodecay
