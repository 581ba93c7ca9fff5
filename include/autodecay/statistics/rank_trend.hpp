#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

/// Trend statistics of short series that depend on the order of the values or on medians. An
/// arbitrarily high spike has no more effect than any other largest value, and no distribution is
/// assumed.
namespace autodecay::statistics {

/// The length of the longest series that the functions below accept.
inline constexpr std::size_t longest_ranked_series = 24;

/// The median of at least one value. For an even number of values, the mean of the two middle
/// values. Reorders the values.
[[nodiscard]] inline double median(std::span<double> values) noexcept {
  const auto half = static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), values.begin() + half, values.end());
  const double upper = values[values.size() / 2];
  if (values.size() % 2 == 1) return upper;
  return *std::max_element(values.begin(), values.begin() + half) / 2.0 + upper / 2.0;
}

/// Kendall's score of the values after adding a linear trend of `slope` per index: the number of
/// pairs whose later value is not below the earlier value, minus the number of all other pairs. It
/// is n(n-1)/2 if all pairs rise. Cost: O(n²). (H. B. Mann, Econometrica 13, 1945.)
[[nodiscard]] inline int kendall_score(std::span<const double> values, double slope) noexcept {
  int score = 0;
  for (std::size_t j = 1; j < values.size(); ++j)
    for (std::size_t i = 0; i < j; ++i)
      score += values[j] - values[i] + slope * static_cast<double>(j - i) >= 0.0 ? 1 : -1;
  return score;
}

/// The variance of Kendall's score of n values without a trend, if the correlation of their ranks
/// at lag k is autocorrelation^k. (K. H. Hamed & A. R. Rao, Journal of Hydrology 204, 1998.)
[[nodiscard]] inline double kendall_variance(std::size_t count, double autocorrelation) noexcept {
  const auto n = static_cast<double>(count);
  double inflation = 1.0;
  double power = autocorrelation;
  for (double k = 1.0; k < n - 2.0; k += 1.0, power *= autocorrelation)
    inflation +=
        2.0 * (n - k) * (n - k - 1.0) * (n - k - 2.0) / (n * (n - 1.0) * (n - 2.0)) * power;
  return n * (n - 1.0) * (2.0 * n + 5.0) / 18.0 * inflation;
}

/// The median of the slopes of all pairs. Requires 2 … 24 values. (P. K. Sen, JASA 63, 1968.)
[[nodiscard]] inline double theil_sen_slope(std::span<const double> values) noexcept {
  std::array<double, longest_ranked_series*(longest_ranked_series - 1) / 2> slopes{};
  std::size_t pairs = 0;
  for (std::size_t j = 1; j < values.size(); ++j)
    for (std::size_t i = 0; i < j; ++i)
      slopes[pairs++] = (values[j] - values[i]) / static_cast<double>(j - i);
  return median({slopes.data(), pairs});
}

/// The lag-1 autocorrelation of the ranks of the detrended values in two consecutive series. Each
/// series is detrended by its own Theil-Sen slope. The result is in [-1, 1], and 0 if all values
/// are equal. Requires 2 … 24 values per series.
[[nodiscard]] inline double rank_autocorrelation(std::span<const double> older,
                                                 std::span<const double> newer) noexcept {
  double products = 0.0;
  double squares = 0.0;
  for (const std::span<const double> values : {older, newer}) {
    const double slope = theil_sen_slope(values);
    const auto residual = [&](std::size_t i) {
      return values[i] - values[0] - slope * static_cast<double>(i);
    };
    double previous = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      double rank = 0.0;  // centred: the number of values below minus the number above
      for (std::size_t j = 0; j < values.size(); ++j)
        rank += (residual(j) < residual(i) ? 1.0 : 0.0) - (residual(j) > residual(i) ? 1.0 : 0.0);
      squares += rank * rank;
      products += rank * previous;
      previous = rank;
    }
  }
  return squares > 0.0 ? products / squares : 0.0;
}

}  // namespace autodecay::statistics
