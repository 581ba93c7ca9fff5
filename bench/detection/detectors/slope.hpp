#pragma once

#include "detection/detectors/sliding_line_fit.hpp"
#include "detection/detectors/student_cdf.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>

namespace detection {

/// The SLOPE test of Microsoft's statopt. Stable unless a one-sided t-test on the slope of the
/// least-squares line shows a significant improvement of the latest losses of the stage:
///
///   P(T <= slope / slope_error) >= significance,   T: Student's t with n - 2 degrees of freedom
///
/// The test uses the latest n = ceil(observations of the stage / leak) losses, which is the share
/// that statopt's leaky bucket keeps. It runs at every `interval`-th observation of the run if n >
/// window and the run has more than `warmup` observations. A decay empties the bucket, but does not
/// reset the count of observations.
///
/// | option       | statopt's name |
/// |--------------|----------------|
/// | significance | significance   |
/// | window       | minN_stats     |
/// | leak         | leak_ratio     |
/// | interval     | testfreq       |
/// | warmup       | warmup         |
/// | capacity     | -              |
///
/// With the defaults, a stage has at least 8100 observations. Throws std::invalid_argument for an
/// option out of range; the capacity must exceed the window. Observe raw losses, through
/// LatestValue. Do not use it on smoothed losses, whose residuals are correlated, or for slow
/// improvements, because an improvement that is not significant is treated as none.
///
/// Differs from statopt in three ways. It sees only the loss, without the L2 penalty of the weights
/// that statopt adds. It keeps at most `capacity` losses, whereas statopt's bucket grows without
/// limit: after leak · capacity observations, the window of a stage no longer grows. An infinite level
/// is left out.
///
/// Cost: O(1) amortised per observation, 20 to several hundred divisions per test; 32 bytes per
/// loss of the capacity. Source: statopt/slope.py and statopt/bucket.py. Tested against statopt
/// 0.2.
class Slope {
 public:
  struct Options {
    double significance = 0.05;
    std::int64_t window = 1000;
    std::int64_t leak = 8;
    std::int64_t interval = 100;
    std::int64_t warmup = 100;
    std::int64_t capacity = 32768;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("significance", options.significance, autodecay::between(0, 1), "probability",
             "significance level of the test");
      option("window", options.window, autodecay::at_least(2), "observations",
             "there is no test unless more than this many losses are kept");
      option("leak", options.leak, autodecay::at_least(1), "",
             "the share 1/leak of the losses of the stage is kept");
      option("interval", options.interval, autodecay::at_least(1), "observations",
             "number of observations between two tests");
      option("warmup", options.warmup, autodecay::at_least(0), "observations",
             "number of observations of the run before the first test");
      option("capacity", options.capacity, autodecay::from_to(3, 0x1p24), "observations",
             "maximum number of losses kept; must exceed the window");
    }
  };

  /// The measured quantities.
  static constexpr autodecay::Quantity losses_kept{"losses kept"};
  static constexpr autodecay::Quantity p_value{"p-value of an improvement"};

  Slope() : Slope(Options{}) {}

  explicit Slope(Options options)
      : options_(autodecay::checked("Slope", options)), kept_(options.capacity) {
    if (!(options.capacity > options.window))
      throw std::invalid_argument("Slope: capacity must be above the window, got " +
                                  std::to_string(options.capacity));
  }

  bool update(double level) noexcept {
    if (!std::isfinite(level)) return false;  // no line goes through it
    // The oldest loss leaks out unless the bucket grows. A full window removes it anyway.
    if (phase_ > 0 && !kept_.full()) kept_.forget(1);
    kept_.update(level);
    phase_ = phase_ + 1 < options_.leak ? phase_ + 1 : 0;
    ++observations_;
    return tested() && probability() >= options_.significance;
  }

  /// P(T <= t) for the line through the kept losses; 0.5 for fewer than 3.
  [[nodiscard]] double probability() const noexcept {
    const LeastSquaresLine fit = kept_.fit();
    return fit.count() < 3.0 ? 0.5 : student_cdf(fit.t(), fit.count() - 2.0);
  }

  [[nodiscard]] std::optional<autodecay::Measurement> measure() const noexcept {
    if (kept_.size() <= options_.window) {
      return autodecay::Measurement{losses_kept, static_cast<double>(kept_.size()),
                                    autodecay::Relation::greater,
                                    static_cast<double>(options_.window)};
    }
    if (!tested()) return std::nullopt;
    return autodecay::Measurement{p_value, probability(), autodecay::Relation::at_least,
                                  options_.significance};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    begin_stage();
    observations_ = 0;
  }

  /// Empties the bucket. The count of observations continues.
  void begin_stage() noexcept {
    kept_.reset();
    phase_ = 0;
  }

  bool operator==(const Slope&) const = default;

 private:
  /// Whether there is a test at the latest observation.
  [[nodiscard]] bool tested() const noexcept {
    return kept_.size() > options_.window && observations_ > options_.warmup &&
           observations_ % options_.interval == 0;
  }

  Options options_;
  SlidingLineFit kept_;
  std::int64_t phase_ = 0;         // observations of the stage modulo leak
  std::int64_t observations_ = 0;  // of the run
};

}  // namespace detection
