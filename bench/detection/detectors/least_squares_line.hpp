#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

namespace detection {

/// The central moments of values y(0), y(1), … y(n-1), for fitting lines to the points (i, y(i)):
///
///   { n,  ȳ,  Σ (y - ȳ)²,  Σ (i - ī)(y - ȳ) }
///
/// Two adjacent series are combined through the difference of their means (Chan, Golub & LeVeque
/// 1979), so that the deviation of a constant is exactly 0 and a large mean does not reduce the
/// accuracy.
struct LineMoments {
  using Value = std::array<double, 4>;
  static constexpr std::string_view name = "SlidingLineFit";
  enum Index : std::size_t { count, mean, squares, products };

  static constexpr Value identity() noexcept { return {0.0, 0.0, 0.0, 0.0}; }
  static constexpr Value lift(double value) noexcept { return {1.0, value, 0.0, 0.0}; }
  static constexpr Value combine(const Value& a, const Value& b) noexcept {
    const double n = a[count] + b[count];
    const double share = b[count] / (n > 0.0 ? n : 1.0);
    const double difference = b[mean] - a[mean];
    return {n, a[mean] + difference * share,
            a[squares] + b[squares] + difference * (difference * (a[count] * share)),
            a[products] + b[products] + difference * (0.5 * a[count] * b[count])};
  }
};

/// The least-squares line through values at unit spacing, computed from their moments.
///
///   slope = Σ (i - ī)(y - ȳ) / S,   slope_error = √( RSS / (n-2) / S ),   S = (n³ - n) / 12
///
/// where RSS is the sum of the squared residuals. The slope of fewer than 2 values is 0, and the
/// error of fewer than 3 values is 0. The error assumes independent residuals of equal variance.
/// For correlated values, and for smoothed values in particular, it is too small.
class LeastSquaresLine {
 public:
  LeastSquaresLine() = default;

  explicit LeastSquaresLine(const LineMoments::Value& moments) noexcept
      : count_(moments[LineMoments::count]) {
    if (count_ < 2.0) return;
    const double spread = (count_ * count_ * count_ - count_) / 12.0;
    const double products = moments[LineMoments::products];
    slope_ = products / spread;
    const double residual = moments[LineMoments::squares] - slope_ * products;
    // Rounding can make the residual of a perfect line negative. The condition lets NaN propagate.
    if (count_ > 2.0 && !(residual <= 0.0))
      slope_error_ = std::sqrt(residual / (count_ - 2.0) / spread);
  }

  [[nodiscard]] double count() const noexcept { return count_; }
  [[nodiscard]] double slope() const noexcept { return slope_; }
  [[nodiscard]] double slope_error() const noexcept { return slope_error_; }

  /// slope / slope_error, the t-statistic with count - 2 degrees of freedom. 0 if the slope is 0,
  /// and infinite for any other perfect line.
  [[nodiscard]] double t() const noexcept { return slope_ == 0.0 ? 0.0 : slope_ / slope_error_; }

 private:
  double count_ = 0.0;
  double slope_ = 0.0;
  double slope_error_ = 0.0;
};

}  // namespace detection
