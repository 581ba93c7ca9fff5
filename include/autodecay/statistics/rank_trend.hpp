#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

/// Trends of short series by the order of their values alone: no spike, however high, moves them
/// further than one value that is merely the largest, and no distribution is assumed.
namespace autodecay::statistics {

/// The longest series that the functions below take.
inline constexpr std::size_t longest_ranked_series = 24;

/// The middle of at least one value; the mean of the two middle ones of an even number.
[[nodiscard]] inline double median(std::span<double> values) noexcept {
  const auto half = static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), values.begin() + half, values.end());
  const double upper = values[values.size() / 2];
  if (values.size() % 2 == 1) return upper;
  return *std::max_element(values.begin(), values.begin() + half) / 2.0 + upper / 2.0;
}

/// Kendall's score of the values after a line that rises by `tilt` a place was added: the number of
/// pairs of which the later value is not below the earlier one, less the number of those of which
/// it is. n(n-1)/2 if all rise. (H. B. Mann, Econometrica 13, 1945.)
[[nodiscard]] inline int kendall_score(std::span<const double> values, double tilt) noexcept {
  int score = 0;
  for (std::size_t j = 1; j < values.size(); ++j)
    for (std::size_t i = 0; i < j; ++i)
      score += values[j] - values[i] + tilt * static_cast<double>(j - i) >= 0.0 ? 1 : -1;
  return score;
}

/// The variance of Kendall's score of n values without a trend, whose ranks are correlated by
/// autocorrelation^k over k places. (K. H. Hamed & A. R. Rao, Journal of Hydrology 204, 1998.)
[[nodiscard]] inline double kendall_variance(std::size_t count, double autocorrelation) noexcept {
  const auto n = static_cast<double>(count);
  double inflation = 1.0;
  double power = autocorrelation;
  for (double k = 1.0; k < n - 2.0; k += 1.0, power *= autocorrelation)
    inflation +=
        2.0 * (n - k) * (n - k - 1.0) * (n - k - 2.0) / (n * (n - 1.0) * (n - 2.0)) * power;
  return n * (n - 1.0) * (2.0 * n + 5.0) / 18.0 * inflation;
}

/// The median of the slopes of all pairs. (P. K. Sen, JASA 63, 1968.) 2 … 24 values.
[[nodiscard]] inline double theil_sen_slope(std::span<const double> values) noexcept {
  std::array<double, longest_ranked_series*(longest_ranked_series - 1) / 2> slopes{};
  std::size_t pairs = 0;
  for (std::size_t j = 1; j < values.size(); ++j)
    for (std::size_t i = 0; i < j; ++i)
      slopes[pairs++] = (values[j] - values[i]) / static_cast<double>(j - i);
  return median({slopes.data(), pairs});
}

/// The correlation of neighbours' ranks about the trend, in two series that follow each other, each
/// with a Theil-Sen line of its own; in [-1, 1], 0 where all values are equal. 2 … 24 values each.
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
      double rank = 0.0;  // from the middle: how many lie below, less how many lie above
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
