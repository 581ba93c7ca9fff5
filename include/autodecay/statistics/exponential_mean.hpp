#pragma once

#include <autodecay/options.hpp>

namespace autodecay::statistics {

/// Exponentially weighted mean with bias correction (paper, Eq. 1 and 2):
///
///   f(t) = β f(t-1) + (1-β) x(t),  f(0) = 0,        mean(t) = f(t) / (1 - β^t)
///
/// so that x(t-i) weighs β^i / Σ β^i. β in [0, 1); β = 0 keeps the latest value. The division is
/// left out once β^t < 2^-54, where 1 - β^t rounds to 1 and the result is the same bit for bit.
///
/// Cost: one multiply-add an observation after that point (356 observations for β = 0.9), one
/// division more before it; 24 bytes. A constant comes back as that constant up to rounding, about
/// ulp / (1-β). Requires finite x.
class ExponentialMean {
 public:
  /// Throws std::invalid_argument unless 0 <= beta < 1.
  explicit ExponentialMean(double beta) : beta_(beta) {
    check_option("ExponentialMean", "beta", beta, from_below(0, 1));
  }

  /// Takes x(t) in and returns mean(t).
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
  double power_ = 1.0;   // β^t, kept once it is negligible
};

}  // namespace autodecay::statistics
