#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace autodecay::statistics {

/// The line through values at places 0, 1, …, n-1 that is nearest to them in squares.
struct LineFit {
  double slope = 0.0;      ///< a place
  double deviation = 0.0;  ///< the slope's standard error: √(Σ residual² / (n-2) / Σ (x - x̄)²)
  double end = 0.0;        ///< the line's height at the last place

  bool operator==(const LineFit&) const = default;

  /// Requires at least 3 values. Equal ones give a slope and a deviation of exactly 0.
  [[nodiscard]] static LineFit to(std::span<const double> values) noexcept {
    const auto count = static_cast<double>(values.size());
    const double middle = (count - 1.0) / 2.0;
    const double spread = count * (count * count - 1.0) / 12.0;  // Σ (x - x̄)²

    // Measured from the first value, so that a large level costs no digits.
    double mean = 0.0;
    double product = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double value = values[i] - values[0];
      mean += value / count;
      product += (static_cast<double>(i) - middle) * value;
    }
    const double slope = product / spread;

    double squares = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double line = mean + slope * (static_cast<double>(i) - middle);
      const double residual = values[i] - values[0] - line;
      squares += residual * residual;
    }
    return {slope, std::sqrt(squares / (count - 2.0) / spread), values[0] + mean + slope * middle};
  }
};

}  // namespace autodecay::statistics
