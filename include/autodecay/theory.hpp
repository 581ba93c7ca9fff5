#pragma once

#include <cmath>
#include <limits>

#include <autodecay/options.hpp>

/// How the exponential moving average reduces noise (paper, section 4.2, A.3.2 and Figure 7). The
/// losses are modelled as a slowly moving mean plus independent noise of variance σ².
namespace autodecay::theory {

/// lim Var ĝ(t) / σ² = (1-β) / (1+β) for t → ∞. β in [0, 1); std::invalid_argument otherwise.
[[nodiscard]] inline double variance_ratio_limit(double beta) {
  check_option("variance_ratio", "beta", beta, from_below(0, 1));
  return (1.0 - beta) / (1.0 + beta);
}

/// Var ĝ(t) / σ² after t observations (Eq. 3):
///
///   (1-β)/(1+β) · (1+β^t)/(1-β^t)
///
/// The ratio is 1 at t = 1 and decreases towards the limit. β in [0, 1), t >= 1;
/// std::invalid_argument otherwise. The second factor is computed as coth(-t·ln β / 2), which stays
/// accurate for β near 1.
[[nodiscard]] inline double variance_ratio(double beta, double t) {
  check_option("variance_ratio", "t", t, at_least(1));
  return variance_ratio_limit(beta) / std::tanh(-0.5 * t * std::log(beta));
}

/// The number of independent losses whose mean has the same variance: 1 / variance_ratio(β, t). By
/// default t → ∞; for β = 0.9 this gives 19.
[[nodiscard]] inline double effective_sample_size(
    double beta, double t = std::numeric_limits<double>::infinity()) {
  return 1.0 / variance_ratio(beta, t);
}

}  // namespace autodecay::theory
