#include "noise.hpp"

#include "upper_median.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <autodecay/number_text.hpp>

namespace replay_tool {
namespace {

using autodecay::to_text;

constexpr std::size_t least_losses = 3000;
constexpr double least_step = 0.01;  // of the median loss
constexpr double spans_per_log = 50.0;

/// With one significant digit.
double rounded(double value) {
  const double digit = std::pow(10.0, std::floor(std::log10(value)));
  return std::round(value / digit) * digit;
}

}  // namespace

std::optional<Noise> noise_of(std::span<const double> losses) {
  std::vector<double> finite;
  std::vector<double> steps;
  for (const double loss : losses) {
    if (!std::isfinite(loss)) continue;
    if (!finite.empty()) steps.push_back(std::abs(loss - finite.back()));
    finite.push_back(loss);
  }
  if (finite.size() < least_losses) return std::nullopt;
  const std::size_t finite_count = finite.size();
  const double step = upper_median(std::move(steps)) / std::abs(upper_median(std::move(finite)));
  if (!(step > least_step)) return std::nullopt;
  const double span = rounded(static_cast<double>(finite_count) / spans_per_log);
  const double decimals = std::max(1e4, 10.0 * span);  // so that β stays below 1
  const double beta = std::round(decimals * (1.0 - 1.0 / span)) / decimals;
  return Noise{
      std::to_string(finite_count) + " losses that differ by " +
          to_text(std::round(1000.0 * step) / 10.0) +
          " % from one to the next look like one per iteration, and defaults suit one per "
          "epoch",
      "auto(beta=" + to_text(beta) + ", window=" + to_text(static_cast<std::int64_t>(span)) + ")"};
}

}  // namespace replay_tool
