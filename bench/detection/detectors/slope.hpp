#pragma once

#include "detection/detectors/student_cdf.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/sliding_line_fit.hpp>

namespace detection {

/// The SLOPE test of Microsoft's statopt. Stable unless the latest losses of the stage fall
/// significantly, by a one-sided t-test on the slope of their least squares line:
///
///   P(T <= slope / slope_error) >= significance,   T Student's of n - 2 degrees of freedom
///
/// for the latest n = ceil(observations of the stage / leak) losses, the fraction that statopt's
/// leaky bucket keeps. Tested on every `interval`-th observation of the run, where n > window and
/// more than `warmup` observations were made. A decay empties the bucket; the observations of the
/// run go on.
///
/// | option       | unit         | range           | default | statopt's name |
/// |--------------|--------------|-----------------|---------|----------------|
/// | significance | -            | (0, 1)          | 0.05    | significance   |
/// | window       | observations | >= 2            | 1000    | minN_stats     |
/// | leak         | -            | >= 1            | 8       | leak_ratio     |
/// | interval     | observations | >= 1            | 100     | testfreq       |
/// | warmup       | observations | >= 0            | 100     | warmup         |
/// | capacity     | observations | window+1 … 2^24 | 32768   | -              |
///
/// With the defaults a stage lasts 8100 observations at least. Throws std::invalid_argument for an
/// option out of range. Feed it raw losses, through LatestValue. Not on smoothed losses, whose
/// residuals are correlated; nor for slow falls: what is not significant counts as none.
///
/// Differs from statopt in that it sees the loss alone, without the weights' L2 penalty that
/// statopt adds, and keeps at most `capacity` losses, where statopt's bucket grows for ever: beyond
/// leak · capacity observations a stage's window stays as it is.
///
/// Cost: O(1) amortised an observation, 20 to some hundred divisions a test; 32 bytes a loss of the
/// capacity. Source: statopt/slope.py and statopt/bucket.py. Tested against statopt 0.2.
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
             "of the test");
      option("window", options.window, autodecay::at_least(2), "observations",
             "below which nothing is tested");
      option("leak", options.leak, autodecay::at_least(1), "",
             "one over the share of the stage that is kept");
      option("interval", options.interval, autodecay::at_least(1), "observations",
             "between two tests");
      option("warmup", options.warmup, autodecay::at_least(0), "observations",
             "of the run before the first test");
      option("capacity", options.capacity, autodecay::from_to(3, 0x1p24), "observations",
             "the most that are kept; more than the window");
    }
  };

  /// What it measures.
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
    // Whether the oldest loss leaks out for the one that comes in; a full window sees to it itself.
    if (phase_ > 0 && !kept_.full()) kept_.forget(1);
    kept_.update(level);
    phase_ = phase_ + 1 < options_.leak ? phase_ + 1 : 0;
    ++observations_;
    return tested() && probability() >= options_.significance;
  }

  /// P(T <= t) for the line through the losses kept; 0.5 for fewer than 3.
  [[nodiscard]] double probability() const noexcept {
    const autodecay::statistics::LeastSquaresLine fit = kept_.fit();
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

  /// Empties the bucket and goes on counting.
  void begin_stage() noexcept {
    kept_.reset();
    phase_ = 0;
  }

  bool operator==(const Slope&) const = default;

 private:
  /// Whether statopt makes a test after the latest observation.
  [[nodiscard]] bool tested() const noexcept {
    return kept_.size() > options_.window && observations_ > options_.warmup &&
           observations_ % options_.interval == 0;
  }

  Options options_;
  autodecay::statistics::SlidingLineFit kept_;
  std::int64_t phase_ = 0;         // observations of the stage modulo leak
  std::int64_t observations_ = 0;  // of the run
};

}  // namespace detection
