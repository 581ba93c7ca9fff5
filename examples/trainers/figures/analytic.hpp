#pragma once

#include "figures/figure.hpp"

#include <filesystem>
#include <span>
#include <vector>

/// The figures of the paper that need no training. Each function writes what its picture shows
/// into an existing folder, to be drawn there by the script of the same name in examples/figures.
/// They throw std::system_error if a file cannot be written.
namespace figures {

/// StepDecay every 30 epochs (Figure 1(a)): figure-1.csv. The rates are those that the library's
/// scheduler gives; the claim is that they are 0.1 · 0.1^⌊(epoch - 1) / 30⌋.
[[nodiscard]] Claim write_figure_1(const std::filesystem::path& folder);

/// Why oscillation in a bowl does not explain the effect (Figure 2): figure-2-path.csv, gradient
/// descent on (a·x² + b·y²)/2 at a rate just below the 2/b where it would diverge and at a small
/// one; figure-2-bowl.csv, that bowl; figure-2-logistic.csv, the mean cross-entropy of a logistic
/// regression on six points over its weight and bias. The claim is that the steep coordinate
/// changes its sign at every step at the large rate and never at the small one, and that the
/// largest curvature, the same all over the bowl, varies more than tenfold for the logistic
/// regression.
[[nodiscard]] Claim write_figure_2(const std::filesystem::path& folder);

/// The variance of the moving average by Eq. 3 and in a simulation (Figure 7): figure-7.csv. The
/// claim is that of compare_variances.
[[nodiscard]] Claim write_figure_7(const std::filesystem::path& folder);

/// The variance of ĝ(t) over `averages` moving averages of standard normal noise, for t = 1 …
/// `observations`. The same on every run.
[[nodiscard]] std::vector<double> simulate_variances(double beta, int averages, int observations);

/// Whether variances that were measured at t = 1, 2, … over so many averages deviate from Eq. 3 by
/// no more than 4 standard errors of a variance, each of √(2 / (averages - 1)) of it.
[[nodiscard]] Claim compare_variances(std::span<const double> measured, double beta, int averages);

}  // namespace figures
