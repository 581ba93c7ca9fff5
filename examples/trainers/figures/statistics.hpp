#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace figures {

/// The mean of some numbers, and how far they lie from it.
struct Sample {
  double mean = 0.0;
  double deviation = 0.0;  ///< standard deviation of one; 0 for a single number

  /// Of the mean.
  double standard_error = 0.0;
};

/// Of at least one number.
[[nodiscard]] inline Sample sample_of(std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  double sum = 0.0;
  for (const double value : values) sum += value;
  const double mean = sum / count;
  if (values.size() < 2) return {.mean = mean};
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double deviation = std::sqrt(squares / (count - 1.0));
  return {mean, deviation, deviation / std::sqrt(count)};
}

/// a - b, number by number.
[[nodiscard]] inline std::vector<double> difference(std::span<const double> a,
                                                    std::span<const double> b) {
  std::vector<double> result;
  for (std::size_t i = 0; i < a.size(); ++i) result.push_back(a[i] - b[i]);
  return result;
}

}  // namespace figures
