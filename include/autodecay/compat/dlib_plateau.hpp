#pragma once

#include <algorithm>
#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/normal_cdf.hpp>
#include <autodecay/statistics/sliding_line_fit.hpp>
#include <autodecay/statistics/trimmed_line_fit.hpp>

namespace autodecay::compat {

/// The rule of dlib's dnn_trainer for training losses. Stable when neither the last `window` losses
/// nor those losses without the highest ones show a decrease:
///
///   P(slope < 0) = Φ(-slope / slope_error) < probability
///
/// The first test fits a least-squares line to all losses of the window. The second test leaves out
/// the losses above the quantile 1 - discard and renumbers the others. After a decay the oldest
/// window/10 + 400 losses are removed; the others stay in the window. The tests run at every
/// (window/200 + 1)-th observation of the run, as in dlib, which does so to save time.
///
/// | option      | dlib's name                           |
/// |-------------|---------------------------------------|
/// | window      | iterations_without_progress_threshold |
/// | probability | probability_of_decrease               |
/// | discard     | quantile_discard                      |
///
/// Throws std::invalid_argument for an option out of range. Observe raw losses, through
/// LatestValue.
///
/// Differs from dlib in two cases. dlib's recursive fit starts from a weak prior, a slope and level
/// of 0, which matters only for losses almost without noise; the fit here is the exact
/// least-squares line. In dlib, a NaN prevents every decay while it is in the window; a Scheduler
/// here passes no such loss to its criterion.
///
/// Do not use it for smoothed losses, because their residuals are correlated. Do not use it where
/// false alarms are expensive: on a plateau about every second test ends the stage, and the rule
/// does not correct for the number of tests.
///
/// Cost: O(log window) per observation, see TrimmedLineFit; 190 to 340 bytes per slot.
/// Source: dlib/dnn/trainer.h and dlib/statistics/running_gradient.h. Tested against dlib 19.24.
class DlibPlateau {
 public:
  struct Options {
    std::int64_t window = 2000;
    double probability = 0.51;
    double discard = 0.1;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("window", options.window, from_to(3, 0x1p24), "observations",
             "number of latest losses that are tested");
      option("probability", options.probability, between(0.5, 1), "probability",
             "the stage ends if an improvement is less probable than this");
      option("discard", options.discard, from_below(0, 1), "share of the losses",
             "the highest losses, which the second test leaves out");
    }
  };

  DlibPlateau() : DlibPlateau(Options{}) {}

  explicit DlibPlateau(Options options)
      : options_(checked("DlibPlateau", options)),
        all_(options.window),
        without_top_(options.window, options.discard) {}

  bool update(double level) noexcept {
    all_.update(level);
    without_top_.update(level);
    untested_ = tested() ? 1 : untested_ + 1;
    return tested() && probability_of_improvement() < options_.probability;
  }

  /// The greater P(slope < 0) of the two tests; 1 until the window is full.
  [[nodiscard]] double probability_of_improvement() const noexcept {
    if (!all_.full()) return 1.0;
    const double p_all = statistics::normal_cdf(-all_.fit().t());
    // The second line matters only if the first one does not decrease.
    return p_all < options_.probability ? (std::max)(p_all, p_without_top()) : p_all;
  }

  /// The number of observations from one test to the next.
  [[nodiscard]] std::int64_t interval() const noexcept { return all_.window() / 200 + 1; }

  [[nodiscard]] Measurement measure() const noexcept {
    if (!all_.full())
      return {quantities::observations, static_cast<double>(all_.size()), Relation::at_least,
              static_cast<double>(all_.window())};
    if (!tested())
      return {quantities::observations, static_cast<double>(untested_), Relation::at_least,
              static_cast<double>(interval())};
    return {quantities::probability_of_improvement, probability_of_improvement(), Relation::less,
            options_.probability};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    all_.reset();
    without_top_.reset();
    untested_ = 0;
  }

  /// Removes the oldest losses, as dlib does after a decay.
  void begin_stage() noexcept {
    const std::int64_t forgotten = all_.window() / 10 + 400;
    all_.forget(forgotten);
    without_top_.forget(forgotten);
  }

  bool operator==(const DlibPlateau&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("DlibPlateau", 1);
    ar.options(self);
    ar.field("losses", self.all_);
    ar.field("kept", self.without_top_);
    ar.require(self.all_.size() == self.without_top_.size(), "as many losses in both");
    ar.field("untested", self.untested_, from_to(0, static_cast<double>(self.interval())));
  }

 private:
  [[nodiscard]] bool tested() const noexcept { return untested_ == interval(); }

  /// With two losses or fewer, dlib makes no test and does not decay.
  [[nodiscard]] double p_without_top() const noexcept {
    const statistics::LeastSquaresLine fit = without_top_.fit();
    return fit.count() > 2.0 ? statistics::normal_cdf(-fit.t()) : 1.0;
  }

  Options options_;
  statistics::SlidingLineFit all_;
  statistics::TrimmedLineFit without_top_;
  std::int64_t untested_ = 0;  // observations since the latest test; interval() at a test
};

}  // namespace autodecay::compat
