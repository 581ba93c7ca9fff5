#pragma once

#include <cmath>

#include <autodecay/options.hpp>
#include <autodecay/statistics/exponential_mean.hpp>

namespace autodecay {

/// The paper's moving average: exponentially weighted and bias-corrected (section 4.2, Eq. 1 and
/// 2).
///
///   ĝ(t) = Σ β^i loss(t-i) / Σ β^i,  i = 0 … t-1
///
/// The decay factor β in [0, 1) can be given directly, as a half-life (the number of observations
/// after which the weight of a loss has halved), or as a span N (the length of the simple moving
/// average with the same variance reduction): (1-β)/(1+β) = 1/N. β = 0.9 is a half-life of 6.6 and
/// a span of 19.
///
/// The average multiplies the variance of independent noise by (1-β)/(1+β) (Eq. 3; see theory.hpp),
/// and lags an improving loss by β/(1-β) observations. Throws std::invalid_argument for options out
/// of range. Cost: 1 to 2 ns per observation, 24 bytes.
class ExponentialMovingAverage {  // ExponentialMovingAverage{{.beta = 0.9}}
 public:
  struct Options {
    double beta = 0.9;  ///< as in the paper's Figure 7

    bool operator==(const Options&) const = default;

    static void describe(auto& options, auto&& option) {
      option("beta", options.beta, from_below(0, 1), "decay factor",
             "weight of a loss, relative to the next one's");
    }
  };

  ExponentialMovingAverage() : ExponentialMovingAverage(Options{}) {}

  explicit ExponentialMovingAverage(Options options)  // ExponentialMovingAverage{{.beta = 0.9}}
      : mean_(checked("ExponentialMovingAverage", options).beta) {}
  explicit ExponentialMovingAverage(double beta) : ExponentialMovingAverage(Options{beta}) {}

  /// β = 2^(-1/half_life); half_life in (0, 2^52] observations, beyond which β would round to 1.
  [[nodiscard]] static ExponentialMovingAverage from_half_life(double half_life) {
    check_option("ExponentialMovingAverage", "half-life", half_life, above_to(0, 0x1p52));
    return ExponentialMovingAverage(std::exp2(-1.0 / half_life));
  }

  /// β = (span-1)/(span+1); span in [1, 2^52] observations.
  [[nodiscard]] static ExponentialMovingAverage from_span(double span) {
    check_option("ExponentialMovingAverage", "span", span, from_to(1, 0x1p52));
    return ExponentialMovingAverage((span - 1.0) / (span + 1.0));
  }

  double update(double loss) noexcept { return mean_.update(loss); }

  [[nodiscard]] double beta() const noexcept { return mean_.beta(); }
  [[nodiscard]] Options options() const noexcept { return {beta()}; }

  void reset() noexcept { mean_.reset(); }

  bool operator==(const ExponentialMovingAverage&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("ExponentialMovingAverage", 1);
    ar.options(self);
    statistics::ExponentialMean::archive(self.mean_, ar);
  }

 private:
  statistics::ExponentialMean mean_;
};

}  // namespace autodecay
