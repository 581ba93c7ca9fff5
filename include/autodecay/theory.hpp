#pragma once

#include <cmath>
#include <limits>

#include <autodecay/detail/check.hpp>

/// What the exponential moving average does to noise (paper, section 4.2, A.3.2 and Figure 7).
/// Losses are taken as a slowly moving mean plus independent noise of variance σ².
namespace autodecay::theory {

/// lim Var ĝ(t) / σ² = (1-β) / (1+β) for t → ∞. β in [0, 1); std::invalid_argument otherwise.
[[nodiscard]] inline double variance_ratio_limit(double beta) {
  detail::check_option(beta >= 0.0 && beta < 1.0, "variance_ratio", "beta", "in [0, 1)", beta);
  return (1.0 - beta) / (1.0 + beta);
}

/// Var ĝ(t) / σ² after t observations (Eq. 3):
///
///   (1-β)/(1+β) · (1+β^t)/(1-β^t)
///
/// 1 at t = 1, falling towards the limit. β in [0, 1), t >= 1; std::invalid_argument otherwise.
/// The second factor is computed as coth(-t·ln β / 2), which keeps its digits where β is near 1.
[[nodiscard]] inline double variance_ratio(double beta, double t) {
  detail::check_option(t >= 1.0, "variance_ratio", "t", "at least 1 observation", t);
  return variance_ratio_limit(beta) / std::tanh(-0.5 * t * std::log(beta));
}

/// How many independent losses average to the same variance: 1 / variance_ratio(β, t).
/// 19 for β = 0.9 and t → ∞, the default.
[[nodiscard]] inline double effective_sample_size(
    double beta, double t = std::numeric_limits<double>::infinity()) {
  return 1.0 / variance_ratio(beta, t);
}

}  // namespace autodecay::theory
