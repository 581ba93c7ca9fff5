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

/// Stable once a test has established the following at a significance level that holds for the
/// whole stage: if the trend of the latest third of the stage continued, the loss would improve by
/// less than the share `tolerance` over the next `lookahead` observations.
///
/// The null hypothesis is that the loss improves by at least s = tolerance · |L| / lookahead per
/// observation. Under this hypothesis, the losses plus a line of slope s do not rise, and Kendall's
/// score of them is positive only by chance:
///
///   stable  <=>  P(score >= observed score) <= significance / (8 j (j+1))
///
/// The score is computed on the block means of the latest third (BlockMeans, 10 to 20 means), and L
/// is the median of the last third of these means. The p-value comes from a normal distribution
/// with the variance of the score under autocorrelated noise. The autocorrelation is estimated over
/// the latest two thirds of the stage, corrected for its bias and increased by one standard error.
/// There are eight tests per doubling of the stage's length, and j counts the doublings from the
/// first test on. The significance levels of all tests add up to `significance`, which therefore
/// holds for the whole stage and not only for one test. The stage is also stable if every pair of
/// means rises.
///
/// Throws std::invalid_argument for an option out of range. There is no window to set and no
/// smoothing to choose: give it the raw losses (LatestValue). The window grows with the stage, and
/// the criterion waits until the window is long enough for the noise. At a tolerance of 1 % and a
/// lookahead of 100, it detects a plateau with 0.1 % noise after about 100 observations, with 1 %
/// noise after about 600, and with 10 % noise after about 3,000. The first test is at the 32nd
/// observation, and each answer stands until the next test. An infinite level is left out.
///
/// Simulations show that the significance level holds (bench/detection, false_alarms) for noise of
/// 0.1 to 30 % of the loss that is normal, heavy-tailed (Student's t with 3 degrees of freedom),
/// spiked, or autocorrelated up to ρ = 0.9 per observation, and for losses that improve at a
/// constant or a decreasing pace. It does not hold for piecewise-constant losses: a flat segment
/// longer than half the stage before it is reported as a plateau, because the criterion knows only
/// the trend of the stage so far.
///
/// Do not use it with fewer than a hundred observations per stage, such as one loss per epoch:
/// other criteria decide sooner, without a significance level. Do not use it on a loss that settles
/// at 0, where a share of the loss means nothing.
///
/// Cost: the cost of BlockMeans, plus eight tests of a few thousand operations each per doubling of
/// the stage's length, so that there are O(log t) tests. 0.6 kB, none of it on the heap. Source:
/// ours, built from the methods named in rank_trend.hpp.
class ImprovementTest {  // ImprovementTest{{.lookahead = 100}}
 public:
  struct Options {
    double tolerance = 0.01;
    std::int64_t lookahead = 100;
    double significance = 0.05;

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("tolerance", options.tolerance, at_least(0), "share of the loss",
             "the test rules out an improvement of at least this share");
      option("lookahead", options.lookahead, at_least(1), "observations",
             "number of observations in which that improvement would occur");
      option("significance", options.significance, above_to(0, 0.5), "probability",
             "significance level of all tests of a stage together");
    }
  };

  ImprovementTest() : ImprovementTest(Options{}) {}

  explicit ImprovementTest(Options options)  // ImprovementTest{{.lookahead = 100}}
      : options_(checked("ImprovementTest", options)) {}

  bool update(double level) noexcept {
    if (!std::isfinite(level)) return stable_;  // a block with it would have no rank
    if (blocks_.update(level)) {
      const std::size_t blocks = blocks_.means().size();
      if (blocks >= least_blocks && (blocks - least_blocks) % blocks_per_test == 0) test();
    }
    return stable_;
  }

  /// The p-value of the latest test; 1 before the first test.
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
  static constexpr std::size_t tests = 8;  // per doubling of the number of blocks
  static constexpr std::size_t blocks_per_test = least_blocks / tests;
  static_assert((capacity - 1) / 3 <= statistics::longest_ranked_series);

  void test() noexcept {
    const std::span<const double> means = blocks_.means();
    const std::size_t window = means.size() / 3;
    const std::span<const double> latest = means.last(window);
    const double slope = options_.tolerance * level(means.last(window / 3)) /
                         static_cast<double>(options_.lookahead) *
                         static_cast<double>(blocks_.length());
    const int score = statistics::kendall_score(latest, slope);
    const bool all_rise = score == static_cast<int>(window * (window - 1) / 2);
    const double correlation = autocorrelation(means.last(2 * window).first(window), latest);
    const double deviation = std::sqrt(statistics::kendall_variance(window, correlation));
    // Continuity correction: scores have a step of 2, so that half a step is 1.
    p_value_ = all_rise ? 0.0 : 0.5 * std::erfc((score - 1) / deviation / std::numbers::sqrt2);
    stable_ = p_value_ <= limit();
  }

  /// The magnitude of the median of a few block means.
  static double level(std::span<const double> means) noexcept {
    std::array<double, statistics::longest_ranked_series> copy{};
    std::copy(means.begin(), means.end(), copy.begin());
    return std::abs(statistics::median({copy.data(), means.size()}));
  }

  /// Removing the trend lowers the sample autocorrelation of n values to about ρ - (3 + 5ρ)/n. This
  /// function corrects for it and adds the standard error for 2n values.
  static double autocorrelation(std::span<const double> older,
                                std::span<const double> newer) noexcept {
    const auto n = static_cast<double>(newer.size());
    const double corrected = (n * statistics::rank_autocorrelation(older, newer) + 3.0) / (n - 5.0);
    return std::clamp(corrected + 1.0 / std::sqrt(2.0 * n), 0.0, 0.98);
  }

  /// The significance level of one test. The stage has doubled j - 1 times since its first test,
  /// and the sum of 1 / (j (j+1)) over all j is 1.
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
