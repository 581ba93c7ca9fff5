#include "detection/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/students_t.hpp>

namespace detection {

double mean_of(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double quantile_of(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  const double position = q * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return std::lerp(values[below], values[above], position - static_cast<double>(below));
}

Interval wilson_interval(std::size_t hits, std::size_t trials) {
  if (trials == 0) return {0.0, 1.0};
  constexpr double z = 1.959963984540054;  // 97.5 % quantile of the normal distribution
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(hits) / n;
  const double middle = share + z * z / (2.0 * n);
  const double half = z * std::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n));
  const double scale = 1.0 + z * z / n;
  return {std::max(0.0, (middle - half) / scale), std::min(1.0, (middle + half) / scale)};
}

Interval grouped_interval(std::span<const double> values, std::span<const std::size_t> groups) {
  const std::size_t group_count = *std::max_element(groups.begin(), groups.end()) + 1;
  const double mean = mean_of(values);
  const double share_of_one = 1.0 / static_cast<double>(values.size());
  std::vector<double> shares(group_count);  // of the values
  std::vector<double> deviations(group_count);
  for (std::size_t i = 0; i < values.size(); ++i) {
    shares[groups[i]] += share_of_one;
    deviations[groups[i]] += (values[i] - mean) * share_of_one;
  }
  if (group_count == 1) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return {-infinity, infinity};
  }
  double variance = 0.0;
  double inverse_freedom = 0.0;
  for (std::size_t g = 0; g < group_count; ++g) {
    variance += deviations[g] * deviations[g] / (1.0 - shares[g]);
    for (std::size_t k = 0; k < group_count; ++k) {
      const double product = shares[g] * shares[k];
      inverse_freedom +=
          g == k ? product : product * product / (1.0 - shares[g]) / (1.0 - shares[k]);
    }
  }
  const boost::math::students_t distribution(1.0 / inverse_freedom);
  const double half = boost::math::quantile(distribution, 0.975) * std::sqrt(variance);
  return {mean - half, mean + half};
}

}  // namespace detection
