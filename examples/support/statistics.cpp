#include "support/statistics.hpp"

#include "support/text.hpp"

#include <cmath>
#include <limits>

#include <boost/math/distributions/students_t.hpp>

namespace support {

Sample sample_of(std::span<const double> values) {
  const auto count = static_cast<double>(values.size());
  double sum = 0.0;
  for (const double value : values) sum += value;
  const double mean = sum / count;
  if (values.size() < 2) return {mean, 0.0, std::numeric_limits<double>::infinity()};
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double deviation = std::sqrt(squares / (count - 1.0));
  const double quantile = boost::math::quantile(boost::math::students_t(count - 1.0), 0.975);
  return {mean, deviation, quantile * deviation / std::sqrt(count)};
}

std::string mean_text(const std::vector<double>& values, int decimals) {
  const Sample sample = sample_of(values);
  const std::string mean = to_text(sample.mean, decimals);
  if (values.size() < 2) return mean;
  return mean + " ± " + to_text(sample.deviation, decimals);
}

std::string interval(const Sample& sample, int decimals, double unit) {
  return to_text(unit * sample.mean, decimals) + " ± " + to_text(unit * sample.margin, decimals);
}

std::string percent(const Sample& sample) {
  return rounded(100.0 * sample.mean) + " ± " + rounded(100.0 * sample.deviation);
}

}  // namespace support
