#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace support {

/// Mean, standard deviation and 95 % margin of some numbers, one per seed.
struct Sample {
  double mean = 0.0;
  double deviation = 0.0;  ///< standard deviation of a single number; 0 if there is only one

  /// Half the width of the interval that contains the true mean with 95 % confidence, by Student's
  /// distribution; infinite for a single number.
  double margin = 0.0;

  [[nodiscard]] bool is_above(double value) const { return mean - margin > value; }
  [[nodiscard]] bool is_below(double value) const { return mean + margin < value; }
};

/// Requires at least one value.
[[nodiscard]] Sample sample_of(std::span<const double> values);

/// Elementwise a - b.
[[nodiscard]] inline std::vector<double> difference(std::span<const double> a,
                                                    std::span<const double> b) {
  std::vector<double> result;
  for (std::size_t i = 0; i < a.size(); ++i) result.push_back(a[i] - b[i]);
  return result;
}

/// The mean of at least one number, or "mean ± sample standard deviation" of several.
[[nodiscard]] std::string mean_text(const std::vector<double>& values, int decimals);

/// Formats a mean and its 95 % margin as "0.42 ± 0.30", both times `unit`, with this many decimals.
[[nodiscard]] std::string interval(const Sample& sample, int decimals, double unit = 1.0);

/// Formats shares as "61.2 ± 0.4": mean and deviation in per cent.
[[nodiscard]] std::string percent(const Sample& sample);

}  // namespace support
