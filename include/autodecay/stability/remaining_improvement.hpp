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

/// Stable once the fall still to come is small beside the fall so far. With the stage's first level
/// L(1), the level L(t) now and the slope b of the stage's latest quarter,
///
///   to come = (1.75 standard errors of b - b) · (t + 12)       if the stage became twice as old
///   stable  <=>  to come / |L(t)| <= tolerance + share · (L(1) - L(t)) / |L(1)|
///
/// Both falls are shares of a level, of the one now and of the first. So a stage that has brought
/// much may end sooner than one that has brought little, and no number of observations, no window
/// and no noise is there to set: the window and the outlook grow with the stage, and the standard
/// errors make it wait where the slope is not clear yet. The slope is that of the line fitted to
/// the means of equal blocks (BlockMeans) over the window, and L(t) that line's end.
///
/// | option    | unit                       | range  | default |
/// |-----------|----------------------------|--------|---------|
/// | share     | of the stage's fall so far | >= 0   | 0.4     |
/// | tolerance | of the level now           | >= 0   | 0.003   |
///
/// A larger share ends stages sooner. The tolerance is the fall that never matters; it decides in a
/// stage that has not fallen at all. Throws std::invalid_argument for an option out of range.
/// The earliest answer is that of the 6th observation.
///
/// Where |L(t)| exceeds |L(1)| the fall so far counts in full. A rising loss is stable. Not where
/// the loss starts from a value that means nothing beside the later ones, such as a first batch in
/// the millions; not raw where single losses are many times the rest, since one upwards may pass
/// for a rise in an old stage; not for a stated rate of false alarms, which ImprovementTest has.
///
/// Cost: that of BlockMeans, and at the end of a block a fit to at most 32 means; a block
/// is one observation up to the 128th and a 64th to a 128th of the stage's age from there on.
/// 1.1 kB, none of it on the heap. Source: ours; the constants and the defaults were chosen on
/// recorded training logs, see bench/detection.
class RemainingImprovement {
 public:
  struct Options {
    double share = 0.4;
    double tolerance = 0.003;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("share", options.share, at_least(0), "share of the improvement so far",
             "what may remain of the improvement, compared with the stage's so far");
      option("tolerance", options.tolerance, at_least(0), "share of the level",
             "an improvement that never matters");
    }
  };

  RemainingImprovement() : RemainingImprovement(Options{}) {}

  explicit RemainingImprovement(Options options)
      : options_(checked("RemainingImprovement", options)) {}

  bool update(double level) noexcept {
    if (!first_.known) first_.set(level);
    if (blocks_.update(level)) estimate();
    return stable();
  }

  /// The fall to come as a share of the level, "to come / |L(t)|"; 0 before the 6th observation.
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
  static constexpr std::size_t least_window = 6;  // blocks: four residuals to know the noise from
  static constexpr double caution =
      1.75;  // standard errors: a single spike's slope has fewer than √3 of its own
  static constexpr double head_start = 12.0;  // observations: a young stage is not old yet

  void estimate() noexcept {
    const std::span<const double> means = blocks_.means();
    const std::size_t window = (std::max)(least_window, (means.size() + 3) / 4);
    if (means.size() < window) return;
    const statistics::LineFit fit = statistics::LineFit::to(means.last(window));
    const double outlook = static_cast<double>(blocks_.covered()) + head_start;
    level_ = fit.end;
    remaining_ =
        (caution * fit.deviation - fit.slope) * outlook / static_cast<double>(blocks_.length());
    allowed_ = options_.tolerance * std::abs(level_) + options_.share * fall_so_far();
    estimated_ = true;
  }

  /// (L(1) - L(t)) · |L(t)| / |L(1)|, the last factor at most 1.
  [[nodiscard]] double fall_so_far() const noexcept {
    const double first = first_.value;
    const double fall = first > level_ ? first - level_ : 0.0;
    return std::abs(level_) < std::abs(first) ? fall * (std::abs(level_) / std::abs(first)) : fall;
  }

  [[nodiscard]] bool stable() const noexcept { return estimated_ && remaining_ <= allowed_; }

  [[nodiscard]] double relative(double fall) const noexcept {
    return fall == 0.0 ? 0.0 : fall / std::abs(level_);
  }

  Options options_;
  detail::KnownLevel first_;  // L(1)
  statistics::BlockMeans<capacity> blocks_;
  double level_ = 0.0;      // L(t), at the end of the latest block
  double remaining_ = 0.0;  // in the loss's own unit, as `allowed_` is
  double allowed_ = 0.0;
  bool estimated_ = false;
};

}  // namespace autodecay
