#pragma once

#include "figures/figure.hpp"

#include <filesystem>
#include <span>
#include <vector>

/// The figures of the paper that need no training. Each function writes its figure's data into an
/// existing folder, where the script of the same name in examples/figures draws them. All functions
/// throw std::system_error if a file cannot be written.
namespace figures {

/// StepDecay every 30 epochs (Figure 1(a)): figure-1.csv. Claim: the rates of the library's
/// scheduler are 0.1 · 0.1^⌊(epoch - 1) / 30⌋.
[[nodiscard]] Claim write_figure_1(const std::filesystem::path& folder);

/// Why oscillation in a bowl does not explain the effect (Figure 2): figure-2-path.csv, gradient
/// descent on (a·x² + b·y²)/2 at a small rate and at one just below 2/b, where it would diverge;
/// figure-2-bowl.csv, this bowl; figure-2-logistic.csv, the mean cross-entropy of a logistic
/// regression on six points as a function of its weight and bias. Claim: the steep coordinate
/// changes its sign at every step at the large rate and never at the small one, and the largest
/// curvature, which is constant over the bowl, varies more than tenfold for the logistic
/// regression.
[[nodiscard]] Claim write_figure_2(const std::filesystem::path& folder);

/// The variance of the moving average by Eq. 3 and in a simulation (Figure 7): figure-7.csv. Claim:
/// compare_variances().
[[nodiscard]] Claim write_figure_7(const std::filesystem::path& folder);

/// The variance of ĝ(t) over `averages` moving averages of standard normal noise, for t = 1 …
/// `observations`. Every run gives the same result.
[[nodiscard]] std::vector<double> simulate_variances(double beta, int averages, int observations);

/// Whether variances measured at t = 1, 2, … over `averages` averages deviate from Eq. 3 by at most
/// 4 standard errors of a variance, which is √(2 / (averages - 1)) times the variance.
[[nodiscard]] Claim compare_variances(std::span<const double> measured, double beta, int averages);

}  // namespace figures
