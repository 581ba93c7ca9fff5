#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>

#include <autodecay/concepts.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/block_means.hpp>
#include <autodecay/statistics/rank_trend.hpp>

namespace autodecay {

/// Stable once it is established, with confidence 1 - significance over the whole stage, that the loss
/// would fall by less than `tolerance` of itself over the next `lookahead` observations if the trend
/// of the stage's latest third went on.
///
/// The claim refuted is that the loss falls by at least s = tolerance · |L| / lookahead an
/// observation. Were it so, the losses with a line of slope s added to them would fall or rest, and
/// Kendall's score of those would be positive by chance alone:
///
///   stable  <=>  P(score >= the one seen) <= significance / (8 j (j+1))
///
/// for the block means (BlockMeans, 10 to 20 of them) of the latest third, L the median of the last
/// third of them.
/// The chance is that of a normal distribution with the variance that the ranks have under
/// autocorrelated noise; the autocorrelation is estimated over the latest two thirds, corrected for
/// its bias and raised by a standard error. There are eight tests while the stage's age doubles,
/// and j counts the doublings from the first test on: what all tests spend of significance adds up to
/// significance, so that the confidence is that of the stage and not of one test. Where every single pair
/// rises, it is stable as well.
///
/// | option    | unit               | range     | default |
/// |-----------|--------------------|-----------|---------|
/// | tolerance | share of the loss  | >= 0      | 0.01    |
/// | lookahead   | observations       | >= 1      | 100     |
/// | significance     | chance of an error | (0, 0.5]  | 0.05    |
///
/// Throws std::invalid_argument for an option out of range. There is no window to set and no
/// smoothing to choose: give it the raw losses (LatestValue). It waits by itself until the window,
/// which grows with the stage, is long enough for the noise: at tolerance 1 % and lookahead 100 a
/// plateau with 0.1 % noise takes it some 100 observations, with 1 % some 600, with 10 % some
/// 3,000. The first test is at the 32nd observation; an answer stands until the next test.
///
/// Covered by the confidence, as simulation shows (bench/detection, false_alarms): noise of 0.1 to
/// 30 % of the loss, normal, heavy-tailed (Student's t with 3 degrees of freedom), with spikes, and
/// autocorrelated up to rho = 0.9 an observation; losses that fall at an even or a slowing pace.
/// Not covered: a loss that rests and then falls again, as stairs do. The criterion speaks of the
/// trend that the stage has had, and a tread longer than half of the stage's age before it is a
/// plateau. Not for fewer than a hundred observations a stage, such as losses by epoch:
/// RemainingImprovement decides sooner, without a confidence. Not for a loss that settles at 0, where a
/// share of it means nothing.
///
/// Cost: that of BlockMeans, and eight tests of a few thousand operations each while the stage
/// doubles: O(log t) of them in all. 0.6 kB, none of it on the heap. Source: ours, of the parts
/// named in rank_trend.hpp.
class ImprovementTest {
 public:
  struct Options {
    double tolerance = 0.01;
    std::int64_t lookahead = 100;
    double significance = 0.05;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("tolerance", options.tolerance, at_least(0), "share of the loss",
             "the improvement that is refuted");
      option("lookahead", options.lookahead, at_least(1), "observations",
             "within how many it would come");
      option("significance", options.significance, above_to(0, 0.5), "probability",
             "of an error, over the whole stage");
    }
  };

  ImprovementTest() : ImprovementTest(Options{}) {}

  explicit ImprovementTest(Options options) : options_(checked("ImprovementTest", options)) {}

  bool update(double level) noexcept {
    if (blocks_.update(level)) {
      const std::size_t blocks = blocks_.means().size();
      if (blocks >= least_blocks && (blocks - least_blocks) % blocks_a_test == 0) test();
    }
    return stable_;
  }

  /// The chance that the loss falls faster and the latest test saw what it saw; 1 before the first.
  [[nodiscard]] double p_value() const noexcept { return p_value_; }

  [[nodiscard]] Measurement measure() const noexcept {
    return {quantities::p_value, p_value_, Relation::at_most, limit()};
  }

  [[nodiscard]] Options options() const noexcept { return options_; }

  void reset() noexcept {
    blocks_.reset();
    p_value_ = 1.0;
    stable_ = false;
  }

  bool operator==(const ImprovementTest&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("ImprovementTest", 1);
    ar.options(self);
    ar.field("blocks", self.blocks_);
    ar.field("p_value", self.p_value_);
    ar.field("stable", self.stable_);
  }

 private:
  static constexpr std::size_t capacity = 64;
  static constexpr std::size_t least_blocks = capacity / 2;
  static constexpr std::size_t tests = 8;  // while the number of blocks doubles
  static constexpr std::size_t blocks_a_test = least_blocks / tests;
  static_assert((capacity - 1) / 3 <= statistics::longest_ranked_series);

  void test() noexcept {
    const std::span<const double> means = blocks_.means();
    const std::size_t window = means.size() / 3;
    const std::span<const double> latest = means.last(window);
    const double tilt = options_.tolerance * level(means.last(window / 3)) /
                        static_cast<double>(options_.lookahead) *
                        static_cast<double>(blocks_.length());
    const int score = statistics::kendall_score(latest, tilt);
    const bool all_rise = score == static_cast<int>(window * (window - 1) / 2);
    const double correlation = autocorrelation(means.last(2 * window).first(window), latest);
    const double deviation = std::sqrt(statistics::kendall_variance(window, correlation));
    // A score takes every other integer only: the half step makes the chance no smaller than it is.
    p_value_ = all_rise ? 0.0 : 0.5 * std::erfc((score - 1) / deviation / std::numbers::sqrt2);
    stable_ = p_value_ <= limit();
  }

  /// The magnitude of the median of a few block means.
  static double level(std::span<const double> means) noexcept {
    std::array<double, statistics::longest_ranked_series> copy{};
    std::copy(means.begin(), means.end(), copy.begin());
    return std::abs(statistics::median({copy.data(), means.size()}));
  }

  /// Taking the trend out lowers the correlation seen in n values to about ρ - (3 + 5ρ)/n. This
  /// undoes that and adds the standard error of the 2n values.
  static double autocorrelation(std::span<const double> older,
                                std::span<const double> newer) noexcept {
    const auto n = static_cast<double>(newer.size());
    const double corrected = (n * statistics::rank_autocorrelation(older, newer) + 3.0) / (n - 5.0);
    return std::clamp(corrected + 1.0 / std::sqrt(2.0 * n), 0.0, 0.98);
  }

  /// A test's share of significance: the stage has doubled j - 1 times since its first test, and the sum
  /// of 1 / (j (j+1)) over all j is 1.
  [[nodiscard]] double limit() const noexcept {
    const double doublings = std::log2(static_cast<double>(blocks_.length())) + 1.0;
    return options_.significance / (static_cast<double>(tests) * doublings * (doublings + 1.0));
  }

  Options options_;
  statistics::BlockMeans<capacity> blocks_;
  double p_value_ = 1.0;
  bool stable_ = false;
};

}  // namespace autodecay
