#pragma once

#include <cmath>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/known_level.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/recent_line.hpp>
#include <autodecay/statistics/relative_improvement.hpp>

namespace autodecay {

/// Stable once the remaining improvement of the stage is small compared with its improvement so
/// far. It needs no plan; with a plan of the stage's length, use MarginalImprovement. Let L(1) be
/// the first level of the stage, L(t) the current level, and b the slope over the latest quarter of
/// the stage. If the stage became about twice as long, the level would improve further by up to
///
///   remaining = (1.75 · standard error of b - b) · (t + 12)
///
///   stable  <=>  remaining / |L(t)| <= tolerance + share · (L(1) - L(t)) / |L(1)|
///
/// That is the relative slope times the age of the stage, an upper bound for a convex loss. Both
/// improvements are relative: to the current level and to the first level. A stage with a large
/// improvement may therefore end sooner than a stage with a small one. There is no window, no
/// lookahead and no noise level to set: the window and the lookahead grow with the stage, and the
/// standard error makes the criterion wait while the slope is uncertain. L(t) is the end of the
/// line that the slope is from (statistics::RecentLine).
///
/// A larger share ends stages sooner. The tolerance is an improvement that never matters; it alone
/// decides in a stage without any improvement. Throws std::invalid_argument for an option out of
/// range. The stage can be stable from its 6th observation on. If |L(t)| exceeds |L(1)|, the
/// improvement so far is relative to |L(t)| instead of |L(1)|. A rising loss is stable. An infinite
/// level is left out.
///
/// Do not use it if the loss must not end 5 % higher, or on validation losses: a fixed window saves
/// more then (bench/detection). Where the loss drops at first and then falls slowly and steadily, it
/// ends the stage too soon. Do not use it if the first loss is not comparable with the later ones,
/// such as a first batch in the millions. Do not use it on raw losses if single losses are many
/// times larger than the others: an upward spike late in a long stage may look like a rise. Do not
/// use it if you need a known rate of false alarms: ImprovementTest has one.
///
/// Cost: the cost of RecentLine, and a few divisions for each new line; 1.1 kB, none of it on the
/// heap. Source: ours. The constants and defaults were chosen on recorded training logs, see
/// bench/detection.
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
    if (!std::isfinite(level)) return stable_;  // no line goes through it
    if (!first_.known) first_.set(level);
    if (line_.update(level)) stable_ = remaining_improvement() <= allowed();
    return stable_;
  }

  /// The remaining improvement relative to the level, remaining / |L(t)|; 0 before the 6th
  /// observation.
  [[nodiscard]] double remaining_improvement() const noexcept {
    const double lookahead = static_cast<double>(line_.covered()) + head_start;
    const double remaining = (caution * line_.deviation() - line_.slope()) * lookahead;
    return remaining == 0.0 ? 0.0 : remaining / std::abs(line_.end());
  }

  [[nodiscard]] Measurement measure() const noexcept {
    if (!line_.known()) return line_.measure();
    return {quantities::remaining_improvement, remaining_improvement(), Relation::at_most,
            allowed()};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept { *this = RemainingImprovement(options_); }

  bool operator==(const RemainingImprovement&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("RemainingImprovement", 1);
    ar.options(self);
    detail::KnownLevel::archive("first", self.first_, ar);
    ar.field("line", self.line_);
    ar.field("stable", self.stable_);
    ar.require(self.line_.known() || !self.stable_, "a line, if it is stable");
  }

 private:
  // Standard errors. The slope that a single spike causes is less than √3 of its standard errors.
  static constexpr double caution = 1.75;
  static constexpr double head_start = 12.0;  // observations; avoids tiny lookaheads at first

  [[nodiscard]] double allowed() const noexcept {
    return options_.tolerance +
           options_.share * statistics::relative_improvement(first_.value, line_.end());
  }

  Options options_;
  detail::KnownLevel first_;  // L(1)
  statistics::RecentLine line_;
  bool stable_ = false;  // by the latest line
};

}  // namespace autodecay
