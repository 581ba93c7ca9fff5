#include "transfer/interval.hpp"

#include "support/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <boost/math/distributions/students_t.hpp>

namespace transfer {
namespace {

/// Half the width of an interval in standard errors of the mean of `count` numbers.
double quantile(std::size_t count, double confidence) {
  const boost::math::students_t student(static_cast<double>(count) - 1.0);
  return boost::math::quantile(student, 0.5 + 0.5 * confidence);
}

}  // namespace

Interval mean_interval(std::span<const double> values, double confidence) {
  if (values.size() < 2) return {};
  const support::Sample sample = support::sample_of(values);
  const double margin = quantile(values.size(), confidence) * sample.deviation /
                        std::sqrt(static_cast<double>(values.size()));
  return {sample.mean - margin, sample.mean + margin};
}

std::optional<Interval> ratio_interval(std::span<const double> numerators,
                                       std::span<const double> denominators, double confidence) {
  const std::size_t count = numerators.size();
  if (count < 2) return std::nullopt;
  const support::Sample numerator = support::sample_of(numerators);
  const support::Sample denominator = support::sample_of(denominators);
  double products = 0.0;
  for (std::size_t i = 0; i < count; ++i)
    products += (numerators[i] - numerator.mean) * (denominators[i] - denominator.mean);

  // The ratios r with (n - r d)² <= t² (variance of the mean of n - r d), a quadratic inequality
  // a r² - 2 b r + c <= 0.
  const double n = static_cast<double>(count);
  const double t = quantile(count, confidence);
  const double scale = t * t / n;
  const double a =
      denominator.mean * denominator.mean - scale * denominator.deviation * denominator.deviation;
  const double b = numerator.mean * denominator.mean - scale * products / (n - 1.0);
  const double c =
      numerator.mean * numerator.mean - scale * numerator.deviation * numerator.deviation;
  if (!(a > 0.0)) return std::nullopt;
  const double root = std::sqrt(std::max(b * b - a * c, 0.0));  // only rounding makes it negative
  return Interval{(b - root) / a, (b + root) / a};
}

}  // namespace transfer
