#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/line_fit.hpp>
#include <autodecay/statistics/normal_cdf.hpp>

namespace autodecay::compat {

/// The rule of dlib's dnn_trainer for training losses. Stable when neither the last `window` losses
/// nor those losses without the highest ones show a decrease:
///
///   P(slope < 0) = Φ(-slope / slope_error) < probability
///
/// The first test fits a least-squares line to all losses of the window. The second test leaves out
/// the losses above the loss of rank round((window - 1) · (1 - discard)), where the lowest has rank
/// 0, and renumbers the others. After a decay the oldest window/10 + 400 losses are removed; the
/// others stay in the window. The tests run at every (window/200 + 1)-th observation of the run, as
/// in dlib, which does so to save time.
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
/// Cost: O(window) per test, which amounts to at most 200 losses per observation for any window; 16
/// bytes per slot.
/// Source: dlib/dnn/trainer.h and dlib/statistics/running_gradient.h. Tested against dlib 19.24.
class DlibPlateau {  // compat::DlibPlateau{{.window = 500}}
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

  explicit DlibPlateau(Options options)  // compat::DlibPlateau{{.window = 500}}
      : options_(checked("DlibPlateau", options)),
        losses_(static_cast<std::size_t>(options.window)),
        scratch_(losses_.size()) {}

  bool update(double level) noexcept {
    if (full()) {
      losses_[front_] = level;
      front_ = at(1);
    } else {
      losses_[at(size_++)] = level;
    }
    untested_ = tested() ? 1 : untested_ + 1;
    if (!tested()) return false;
    probability_ = full() ? test() : 1.0;
    return probability_ < options_.probability;
  }

  /// The greater P(slope < 0) of the two tests, at the latest test; 1 if the window was not full.
  [[nodiscard]] double probability_of_improvement() const noexcept { return probability_; }

  /// The number of observations from one test to the next.
  [[nodiscard]] std::int64_t interval() const noexcept { return options_.window / 200 + 1; }

  [[nodiscard]] Measurement measure() const noexcept {
    if (!full())
      return {quantities::observations, static_cast<double>(size_), Relation::at_least,
              static_cast<double>(losses_.size())};
    if (!tested())
      return {quantities::observations, static_cast<double>(untested_), Relation::at_least,
              static_cast<double>(interval())};
    return {quantities::probability_of_improvement, probability_of_improvement(), Relation::less,
            options_.probability};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    front_ = size_ = 0;
    untested_ = 0;
    probability_ = 1.0;
  }

  /// Removes the oldest losses, as dlib does after a decay.
  void begin_stage() noexcept {
    const std::size_t removed = (std::min)(size_, losses_.size() / 10 + 400);
    front_ = at(removed);
    size_ -= removed;
    probability_ = 1.0;
  }

  friend bool operator==(const DlibPlateau& a, const DlibPlateau& b) {
    if (a.options_ != b.options_ || a.size_ != b.size_ || a.untested_ != b.untested_ ||
        a.probability_ != b.probability_)
      return false;
    for (std::size_t i = 0; i < a.size_; ++i)
      if (a.losses_[a.at(i)] != b.losses_[b.at(i)]) return false;
    return true;
  }

  static void archive(auto& self, auto& ar) {
    ar.type("DlibPlateau", 1);
    ar.options(self);
    ar.field("size", self.size_, from_to(0, static_cast<double>(self.losses_.size())));
    ar.after_loading(self, [](auto& criterion) { criterion.front_ = 0; });
    ar.elements(
        "losses", self.size_, [&self](std::size_t i) -> auto& { return self.losses_[self.at(i)]; });
    ar.field("untested", self.untested_, from_to(0, static_cast<double>(self.interval())));
    ar.field("probability", self.probability_, from_to(0, 1));
  }

 private:
  [[nodiscard]] bool full() const noexcept { return size_ == losses_.size(); }
  [[nodiscard]] bool tested() const noexcept { return untested_ == interval(); }

  /// The slot of the i-th oldest loss, for i up to the window.
  [[nodiscard]] std::size_t at(std::size_t i) const noexcept {
    const std::size_t slot = front_ + i;
    return slot < losses_.size() ? slot : slot - losses_.size();
  }

  [[nodiscard]] double test() noexcept {
    const double p_all = p_up_to(std::numeric_limits<double>::infinity());
    // The second line matters only if the first one does not decrease.
    return p_all < options_.probability ? (std::max)(p_all, p_up_to(greatest_kept())) : p_all;
  }

  /// P(slope < 0) of the line through the losses of at most `greatest`, in their order. With two
  /// losses or fewer, dlib makes no test and does not decay. Nor is there a test without a line, as
  /// through infinite losses.
  [[nodiscard]] double p_up_to(double greatest) noexcept {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < losses_.size(); ++i)
      if (const double loss = losses_[at(i)]; loss <= greatest) scratch_[kept++] = loss;
    if (kept < 3) return 1.0;
    const auto line = statistics::LineFit::to(std::span(scratch_).first(kept));
    if (line.slope == 0.0) return 0.5;
    const double z = -line.slope / line.deviation;
    return std::isnan(z) ? 1.0 : statistics::normal_cdf(z);
  }

  /// The loss of the rank up to which the second test keeps them.
  [[nodiscard]] double greatest_kept() noexcept {
    const auto last = static_cast<double>(losses_.size() - 1);
    const auto rank = static_cast<std::ptrdiff_t>(std::round(last * (1.0 - options_.discard)));
    std::copy(losses_.begin(), losses_.end(), scratch_.begin());
    std::nth_element(scratch_.begin(), scratch_.begin() + rank, scratch_.end());
    return scratch_[static_cast<std::size_t>(rank)];
  }

  Options options_;
  std::vector<double> losses_;  // a ring
  std::size_t front_ = 0;       // slot of the oldest loss
  std::size_t size_ = 0;
  std::int64_t untested_ = 0;  // observations since the latest test; interval() at a test
  double probability_ = 1.0;
  std::vector<double> scratch_;  // for the tests alone
};

}  // namespace autodecay::compat
