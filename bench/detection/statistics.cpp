#include "detection/statistics.hpp"

#include "support/random_bits.hpp"

#include <algorithm>
#include <cmath>

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

Interval bootstrap_interval(std::span<const double> values, std::span<const std::size_t> groups) {
  constexpr int resamples = 2000;
  const std::size_t group_count = *std::max_element(groups.begin(), groups.end()) + 1;
  std::vector<double> sums(group_count);
  std::vector<double> counts(group_count);
  for (std::size_t i = 0; i < values.size(); ++i) {
    sums[groups[i]] += values[i];
    counts[groups[i]] += 1.0;
  }
  support::RandomBits bits(1);
  std::vector<double> means;
  for (int k = 0; k < resamples; ++k) {
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t i = 0; i < group_count; ++i) {
      const auto drawn = static_cast<std::size_t>(bits.below(static_cast<int>(group_count)));
      sum += sums[drawn];
      count += counts[drawn];
    }
    means.push_back(sum / count);
  }
  return {quantile_of(means, 0.025), quantile_of(means, 0.975)};
}

}  // namespace detection
