#pragma once

#include <algorithm>
#include <cmath>

namespace autodecay::statistics {

/// The decrease from one level to a later one, relative to the larger of the two magnitudes:
/// max(0, from - to) / max(|from|, |to|). In [0, 2]; 0 for two zeros.
[[nodiscard]] inline double relative_improvement(double from, double to) noexcept {
  return from > to ? (from - to) / (std::max)(std::abs(from), std::abs(to)) : 0.0;
}

}  // namespace autodecay::statistics
