#include "figures/analytic.hpp"
#include "support/csv_writer.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

#include <autodecay/all.hpp>
#include <autodecay/theory.hpp>

namespace figures {
namespace {

/// Standard normal numbers by the Box-Muller method, since std::normal_distribution differs between
/// standard libraries.
class NormalNoise {
 public:
  double operator()() {
    const double radius = std::sqrt(-2.0 * std::log(uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }

 private:
  /// Uniform in (0, 1].
  double uniform() { return static_cast<double>((engine_() >> 11) + 1) * 0x1p-53; }

  std::mt19937_64 engine_{7};
};

}  // namespace

std::vector<double> simulate_variances(double beta, int averages, int observations) {
  NormalNoise noise;
  std::vector<double> sums(static_cast<std::size_t>(observations));
  std::vector<double> squares(sums.size());
  for (int k = 0; k < averages; ++k) {
    autodecay::ExponentialMovingAverage average{beta};
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const double level = average.update(noise());
      sums[i] += level;
      squares[i] += level * level;
    }
  }
  // The mean is near 0, so the difference loses no precision.
  std::vector<double> variances(sums.size());
  for (std::size_t i = 0; i < sums.size(); ++i)
    variances[i] = (squares[i] - sums[i] * sums[i] / averages) / (averages - 1);
  return variances;
}

Claim compare_variances(std::span<const double> measured, double beta, int averages) {
  double deviation = 0.0;
  std::size_t at = 0;
  for (std::size_t t = 1; t <= measured.size(); ++t) {
    const double theory = autodecay::theory::variance_ratio(beta, static_cast<double>(t));
    const double here = std::abs(measured[t - 1] / theory - 1.0);
    if (here >= deviation) {
      deviation = here;
      at = t;
    }
  }
  const double allowed = 4.0 * std::sqrt(2.0 / (averages - 1));
  return {verdict_of(deviation <= allowed),
          "the variance of " + support::to_text(averages) + " moving averages deviates from Eq. 3" +
              " by at most " + support::rounded(100.0 * deviation) + " %, at t = " +
              support::to_text(at) + " (allowed: " + support::rounded(100.0 * allowed) +
              " %, 4 standard errors); at t = " + support::to_text(measured.size()) + " it is " +
              support::rounded(measured.back()) + " of the noise's variance; the limit is " +
              support::rounded(autodecay::theory::variance_ratio_limit(beta)) + " = 1/" +
              support::rounded(1.0 / autodecay::theory::variance_ratio_limit(beta))};
}

Claim write_figure_7(const std::filesystem::path& folder) {
  constexpr double beta = 0.9;
  constexpr int averages = 10'000;
  constexpr int observations = 50;

  const std::vector<double> measured = simulate_variances(beta, averages, observations);
  csv::Writer csv("t,theory,measured");
  for (int t = 1; t <= observations; ++t)
    csv.row(t, autodecay::theory::variance_ratio(beta, t),
            measured[static_cast<std::size_t>(t) - 1]);
  csv.write(folder / "figure-7.csv");
  return compare_variances(measured, beta, averages);
}

}  // namespace figures
