#pragma once

#include <limits>
#include <optional>
#include <span>

namespace transfer {

/// The range of an uncertain value; all numbers if nothing is known.
struct Interval {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool is_above(double value) const { return low > value; }
  [[nodiscard]] bool is_below(double value) const { return high < value; }
};

/// The ranges of a value that is uncertain for two reasons; certain is what both allow.
struct Intervals {
  Interval by_seed;   ///< from the scatter over the seeds of the trainings
  Interval by_image;  ///< from the choice of the test images

  [[nodiscard]] bool is_above(double value) const {
    return by_seed.is_above(value) && by_image.is_above(value);
  }
  [[nodiscard]] bool is_below(double value) const {
    return by_seed.is_below(value) && by_image.is_below(value);
  }
};

/// The interval that contains the true mean of some numbers with a confidence in (0, 1), by
/// Student's distribution. All numbers for a single number.
[[nodiscard]] Interval mean_interval(std::span<const double> values, double confidence = 0.95);

/// The interval that contains the ratio of two true means with a confidence in (0, 1), by Fieller's
/// theorem for paired numbers: all ratios r for which the mean of numerator - r denominator over
/// the pairs is not certain to differ from 0 by Student's distribution.
///
/// Nothing if the mean of the denominators is not itself certain to differ from 0, since the ratios
/// then extend to infinity; this includes a single pair. A bootstrap would be worse: three seeds
/// have only 27 resamples, whose percentiles never leave the range of the observed values. If the
/// mean of the denominators is far from 0, they contain the true ratio in about 3 of 4 cases
/// instead of 19 of 20.
///
/// E. C. Fieller, Some problems in interval estimation, Journal of the Royal Statistical Society B 16
/// (1954).
[[nodiscard]] std::optional<Interval> ratio_interval(std::span<const double> numerators,
                                                     std::span<const double> denominators,
                                                     double confidence = 0.95);

}  // namespace transfer
