#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/known_level.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/block_means.hpp>
#include <autodecay/statistics/line_fit.hpp>

namespace autodecay {

/// Stable once the remaining improvement of the stage is small compared with its improvement so
/// far. Let L(1) be the first level of the stage, L(t) the current level, and b the slope over the
/// latest quarter of the stage. If the stage became about twice as long, the level would improve
/// further by up to
///
///   remaining = (1.75 · standard error of b - b) · (t + 12)
///
///   stable  <=>  remaining / |L(t)| <= tolerance + share · (L(1) - L(t)) / |L(1)|
///
/// Both improvements are relative: to the current level and to the first level. A stage with a
/// large improvement may therefore end sooner than a stage with a small one. There is no window, no
/// lookahead and no noise level to set: the window and the lookahead grow with the stage, and the
/// standard error makes the criterion wait while the slope is uncertain. The slope comes from a
/// line fitted to the means of equal blocks (BlockMeans) over the window, and L(t) is the end of
/// that line.
///
/// A larger share ends stages sooner. The tolerance is an improvement that never matters; it alone
/// decides in a stage without any improvement. Throws std::invalid_argument for an option out of
/// range. The stage can be stable from its 6th observation on. If |L(t)| exceeds |L(1)|, the
/// improvement so far is relative to |L(t)| instead of |L(1)|. A rising loss is stable.
///
/// Do not use it if the first loss is not comparable with the later ones, such as a first batch in
/// the millions. Do not use it on raw losses if single losses are many times larger than the
/// others: an upward spike late in a long stage may look like a rise. Do not use it if you need a
/// known rate of false alarms: ImprovementTest has one.
///
/// Cost: the cost of BlockMeans, plus a fit to at most 32 means per block. A block is one
/// observation up to the 128th observation, and later between 1/128 and 1/64 of the length of the
/// stage. 1.1 kB, none of it on the heap. Source: ours. The constants and defaults were chosen on
/// recorded training logs, see bench/detection.
class RemainingImprovement {  // RemainingImprovement{{.share = 0.4}}
 public:
  struct Options {
    double share = 0.4;
    double tolerance = 0.003;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("share", options.share, at_least(0), "share of the improvement so far",
             "the stage ends once at most this share remains");
      option("tolerance", options.tolerance, at_least(0), "share of the level",
             "a remaining improvement that never matters");
    }
  };

  RemainingImprovement() : RemainingImprovement(Options{}) {}

  explicit RemainingImprovement(Options options)  // RemainingImprovement{{.share = 0.4}}
      : options_(checked("RemainingImprovement", options)) {}

  bool update(double level) noexcept {
    if (!first_.known) first_.set(level);
    if (blocks_.update(level)) estimate();
    return stable();
  }

  /// The remaining improvement relative to the level, remaining / |L(t)|; 0 before the 6th
  /// observation.
  [[nodiscard]] double remaining_improvement() const noexcept { return relative(remaining_); }

  [[nodiscard]] Measurement measure() const noexcept {
    if (!estimated_)
      return {quantities::observations, static_cast<double>(blocks_.covered()), Relation::at_least,
              static_cast<double>(least_window)};
    return {quantities::remaining_improvement, remaining_improvement(), Relation::at_most,
            relative(allowed_)};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept { *this = RemainingImprovement(options_); }

  bool operator==(const RemainingImprovement&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("RemainingImprovement", 1);
    ar.options(self);
    detail::KnownLevel::archive("first", self.first_, ar);
    ar.field("blocks", self.blocks_);
    ar.field("level", self.level_);
    ar.field("remaining", self.remaining_);
    ar.field("allowed", self.allowed_);
    ar.field("estimated", self.estimated_);
  }

 private:
  static constexpr std::size_t capacity = 128;
  static constexpr std::size_t least_window =
      6;  // blocks; leaves four degrees of freedom to estimate the noise
  // Standard errors. The slope that a single spike causes is less than √3 of its standard errors.
  static constexpr double caution = 1.75;
  static constexpr double head_start =
      12.0;  // observations; avoids tiny lookaheads in young stages

  void estimate() noexcept {
    const std::span<const double> means = blocks_.means();
    const std::size_t window = (std::max)(least_window, (means.size() + 3) / 4);
    if (means.size() < window) return;
    const statistics::LineFit fit = statistics::LineFit::to(means.last(window));
    const double lookahead = static_cast<double>(blocks_.covered()) + head_start;
    level_ = fit.end;
    remaining_ =
        (caution * fit.deviation - fit.slope) * lookahead / static_cast<double>(blocks_.length());
    allowed_ = options_.tolerance * std::abs(level_) + options_.share * improvement_so_far();
    estimated_ = true;
  }

  /// (L(1) - L(t)) · |L(t)| / |L(1)|, the last factor at most 1.
  [[nodiscard]] double improvement_so_far() const noexcept {
    const double first = first_.value;
    const double improvement = first > level_ ? first - level_ : 0.0;
    return std::abs(level_) < std::abs(first) ? improvement * (std::abs(level_) / std::abs(first))
                                              : improvement;
  }

  [[nodiscard]] bool stable() const noexcept { return estimated_ && remaining_ <= allowed_; }

  [[nodiscard]] double relative(double improvement) const noexcept {
    return improvement == 0.0 ? 0.0 : improvement / std::abs(level_);
  }

  Options options_;
  detail::KnownLevel first_;  // L(1)
  statistics::BlockMeans<capacity> blocks_;
  double level_ = 0.0;      // L(t), at the end of the latest block
  double remaining_ = 0.0;  // in the unit of the loss, like `allowed_`
  double allowed_ = 0.0;
  bool estimated_ = false;
};

}  // namespace autodecay
