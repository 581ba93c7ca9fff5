#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace autodecay::statistics {

/// The least-squares line through (0, x(0)), (1, x(1)), …, (n-1, x(n-1)): its slope is
/// Σ (i - ī) x(i) / Σ (i - ī)². Cost: O(n).
struct LineFit {
  double slope = 0.0;      ///< per index
  double deviation = 0.0;  ///< standard error of the slope: √(Σ residual² / (n-2) / Σ (i - ī)²)
  double end = 0.0;        ///< value of the line at the last index

  bool operator==(const LineFit&) const = default;

  /// Requires at least 3 values. The slope and deviation of equal values are exactly 0.
  [[nodiscard]] static LineFit to(std::span<const double> values) noexcept {
    const auto count = static_cast<double>(values.size());
    const double middle = (count - 1.0) / 2.0;
    const double spread = count * (count * count - 1.0) / 12.0;  // Σ (i - ī)²

    // Relative to the first value, so that a large level does not reduce the accuracy.
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

  static void archive(auto& self, auto& ar) {
    ar.field("slope", self.slope);
    ar.field("deviation", self.deviation);
    ar.field("end", self.end);
  }
};

}  // namespace autodecay::statistics
