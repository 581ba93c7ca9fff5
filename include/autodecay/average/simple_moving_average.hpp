#pragma once

#include <cstdint>

#include <autodecay/options.hpp>
#include <autodecay/statistics/sliding_mean.hpp>

namespace autodecay {

/// The mean of the last min(t, window) losses of the stage.
///
///   level(t) = Σ loss(i) / n  over  t-n < i <= t,   n = min(t, window)
///
/// The effect of a spike ends exactly after `window` observations, whereas in an
/// ExponentialMovingAverage it fades gradually. The average divides the variance of independent
/// noise by `window`, and lags an improving loss by (window-1)/2 observations.
///
/// Throws std::invalid_argument unless the window is in [1, 2^24] observations. Cost: a few
/// nanoseconds per observation, 8 bytes per slot.
class SimpleMovingAverage {  // SimpleMovingAverage{7}
 public:
  struct Options {
    std::int64_t window;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("window", options.window, from_to(1, 0x1p24), "observations",
             "number of losses averaged");
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
