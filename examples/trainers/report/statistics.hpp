#pragma once

#include <span>
#include <string>
#include <vector>

namespace report {

/// What some numbers, one of each seed, say of their mean.
struct Sample {
  double mean = 0.0;
  double deviation = 0.0;  ///< standard deviation of one of them; 0 for a single one

  /// Half the width of the interval that holds the true mean with 95 % confidence, by Student's
  /// distribution; infinite for a single number.
  double margin = 0.0;

  [[nodiscard]] bool is_above(double value) const { return mean - margin > value; }
  [[nodiscard]] bool is_below(double value) const { return mean + margin < value; }
};

/// Of at least one number.
[[nodiscard]] Sample sample_of(std::span<const double> values);

/// a - b, number by number.
[[nodiscard]] std::vector<double> difference(std::span<const double> a, std::span<const double> b);

/// Shares as "61.2 ± 0.4", mean and deviation in per cent.
[[nodiscard]] std::string percent(const Sample& sample);

}  // namespace report
