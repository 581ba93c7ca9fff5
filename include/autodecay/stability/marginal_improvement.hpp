#pragma once

#include <cmath>
#include <cstdint>

#include <autodecay/concepts.hpp>
#include <autodecay/detail/known_level.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/recent_line.hpp>
#include <autodecay/statistics/relative_improvement.hpp>

namespace autodecay {

/// Stable once further training improves the loss by less than it is worth. The plan is the length
/// n that the stage would have, such as the interval of StepDecay. One observation less saves the
/// share 1/n of the stage, and costs the improvement -dL/dt; so a stage should end when that
/// improvement, relative to the level and over the whole plan, falls to a price:
///
///   stable  <=>  (1.5 · standard error of b - b) · n / |L(t)| <= price
///
/// b is the slope of a line over the latest quarter of the stage, and L(t) the end of that line
/// (statistics::RecentLine). The standard error makes the criterion wait while the slope is
/// uncertain. A stage may well become longer than planned.
///
/// If the plan is a guess, lower the trust: a length that the stage itself suggests, which
/// RemainingImprovement uses alone, then takes part in the plan, as a weighted geometric mean:
///
///   n' = n^trust · ((t + 12) / improvement so far)^(1 - trust)
///
/// With L(1) the first level of the stage, the improvement so far is (L(1) - L(t)) / |L(1)|, and
/// relative to |L(t)| if that is larger. Without an improvement so far, n' is infinite unless the
/// trust is 1.
///
/// A higher price ends stages sooner. Throws std::invalid_argument for an option out of range. The
/// stage can be stable from its 6th observation on. A rising loss is stable. An infinite level is
/// left out.
///
/// Do not use it if the loss must not end 5 % higher, or on validation losses: AutoDecay::planned
/// keeps that better (bench/detection). Do not use it without any idea of the stage's length:
/// RemainingImprovement needs none. Do not use it on raw losses if single losses are many times
/// larger than the others.
///
/// Cost: the cost of RecentLine, and for each new line a few divisions, with two powers if the
/// trust is below 1; 1.1 kB, none of it on the heap. Source: ours. The constants and defaults were
/// chosen on recorded training logs, see bench/detection.
class MarginalImprovement {  // MarginalImprovement{{.plan = 30}}
 public:
  struct Options {
    std::int64_t plan = 30;
    double price = 0.34;
    double trust = 1.0;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("plan", options.plan, at_least(1), "observations", "planned length of the stage");
      option("price", options.price, at_least(0), "share of the level",
             "improvement over a planned length that is not worth the time");
      option("trust", options.trust, from_to(0, 1), "",
             "weight of the plan against the length that the stage suggests; 0 ignores the plan");
    }
  };

  MarginalImprovement() : MarginalImprovement(Options{}) {}

  explicit MarginalImprovement(Options options)  // MarginalImprovement{{.plan = 30}}
      : options_(checked("MarginalImprovement", options)) {}

  bool update(double level) noexcept {
    if (!std::isfinite(level)) return stable_;  // no line goes through it
    if (!first_.known) first_.set(level);
    if (line_.update(level)) stable_ = marginal_improvement() <= options_.price;
    return stable_;
  }

  /// The improvement relative to the level over a planned length; 0 before the 6th observation.
  [[nodiscard]] double marginal_improvement() const noexcept {
    const double improvement = caution * line_.deviation() - line_.slope();
    return improvement == 0.0 ? 0.0 : improvement * length() / std::abs(line_.end());
  }

  [[nodiscard]] Measurement measure() const noexcept {
    if (!line_.known()) return line_.measure();
    return {quantities::marginal_improvement, marginal_improvement(), Relation::at_most,
            options_.price};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept { *this = MarginalImprovement(options_); }

  bool operator==(const MarginalImprovement&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("MarginalImprovement", 1);
    ar.options(self);
    detail::KnownLevel::archive("first", self.first_, ar);
    ar.field("line", self.line_);
    ar.field("stable", self.stable_);
    ar.require(self.line_.known() || !self.stable_, "a line, if it is stable");
  }

 private:
  static constexpr double caution = 1.5;      // standard errors
  static constexpr double head_start = 12.0;  // observations; avoids tiny lengths at first

  /// n' of the formula above.
  [[nodiscard]] double length() const noexcept {
    const auto plan = static_cast<double>(options_.plan);
    if (options_.trust == 1.0) return plan;
    const double suggested = (static_cast<double>(line_.covered()) + head_start) /
                             statistics::relative_improvement(first_.value, line_.end());
    return std::pow(plan, options_.trust) * std::pow(suggested, 1.0 - options_.trust);
  }

  Options options_;
  detail::KnownLevel first_;  // L(1)
  statistics::RecentLine line_;
  bool stable_ = false;  // by the latest line
};

}  // namespace autodecay
