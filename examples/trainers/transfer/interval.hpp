#pragma once

#include <limits>
#include <optional>
#include <span>

namespace transfer {

/// Where something lies that is not known exactly; everywhere, if nothing is known.
struct Interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool is_above(double value) const { return low > value; }
  [[nodiscard]] bool is_below(double value) const { return high < value; }
};

/// The interval that holds the true mean of some numbers with a confidence in (0, 1), by Student's
/// distribution. Everywhere for a single number.
[[nodiscard]] Interval mean_interval(std::span<const double> values, double confidence = 0.95);

/// The interval that holds the ratio of two true means with a confidence in (0, 1), by Fieller's
/// theorem, for pairs of numbers: all ratios r for which the mean of numerator - r denominator, taken
/// pair by pair, is not certain to differ from 0 by Student's distribution.
///
/// Nothing if the denominators' mean is not itself certain to differ from 0, so that those ratios reach
/// to infinity; so it always is for a single pair. Why not a bootstrap: of three seeds there are only 27
/// resamples, and their percentiles never leave the range of what was seen. Of pairs whose
/// denominators' mean is far from 0 they hold the true ratio in about 3 of 4 cases, not in 19 of 20.
///
/// E. C. Fieller, Some problems in interval estimation, Journal of the Royal Statistical Society B 16
/// (1954).
[[nodiscard]] std::optional<Interval> ratio_interval(std::span<const double> numerators,
                                                     std::span<const double> denominators,
                                                     double confidence = 0.95);

}  // namespace transfer
