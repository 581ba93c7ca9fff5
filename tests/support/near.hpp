#pragma once

#include <cmath>

namespace test {

/// Whether a and b differ by at most `tolerance` of the larger one.
[[nodiscard]] inline bool near(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance * std::fmax(std::abs(a), std::abs(b));
}

}  // namespace test
