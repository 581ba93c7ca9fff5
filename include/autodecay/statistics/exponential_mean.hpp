#pragma once

#include <autodecay/options.hpp>

namespace autodecay::statistics {

/// Exponentially weighted mean with bias correction (paper, Eq. 1 and 2):
///
///   f(t) = β f(t-1) + (1-β) x(t),  f(0) = 0,        mean(t) = f(t) / (1 - β^t)
///
/// The weight of x(t-i) is β^i / Σ β^i. β is in [0, 1); for β = 0 the mean is the latest value. The
/// division is skipped once β^t < 2^-54, because 1 - β^t then rounds to 1 and the result is
/// identical bit for bit. The mean of a constant is that constant up to a rounding error of about
/// ulp / (1-β).
///
/// Requires finite x. Cost: one multiply-add per observation, plus one division until it can be
/// skipped (for β = 0.9, the first 356 observations); 24 bytes.
class ExponentialMean {
 public:
  /// Throws std::invalid_argument unless 0 <= beta < 1.
  explicit ExponentialMean(double beta) : beta_(beta) {
    check_option("ExponentialMean", "beta", beta, from_below(0, 1));
  }

  /// Adds x(t) and returns mean(t).
  double update(double value) noexcept {
    biased_ = beta_ * biased_ + (1.0 - beta_) * value;
    if (power_ < negligible) return biased_;
    power_ *= beta_;
    return biased_ / (1.0 - power_);
  }

  /// mean(t); 0 before the first value.
  [[nodiscard]] double mean() const noexcept {
    return power_ == 1.0 ? 0.0 : biased_ / (1.0 - power_);
  }

  [[nodiscard]] double beta() const noexcept { return beta_; }

  void reset() noexcept {
    biased_ = 0.0;
    power_ = 1.0;
  }

  bool operator==(const ExponentialMean&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.field("biased_mean", self.biased_);
    ar.field("power", self.power_, from_to(0, 1));
  }

 private:
  static constexpr double negligible = 0x1p-54;

  double beta_;
  double biased_ = 0.0;  // f(t)
  double power_ = 1.0;   // β^t, not updated once it is negligible
};

}  // namespace autodecay::statistics
