#pragma once

#include <cmath>
#include <numbers>

namespace autodecay::statistics {

/// P(Z <= z) for the standard normal distribution, accurate to a few units in the last place. z may
/// be infinite.
[[nodiscard]] inline double normal_cdf(double z) noexcept {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

}  // namespace autodecay::statistics
