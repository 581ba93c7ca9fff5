#include "support/near.hpp"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/rank_trend.hpp>

using Values = std::vector<double>;

TEST_CASE("the median of an odd and an even number of values") {
  const auto median = [](Values values) { return autodecay::statistics::median(values); };
  CHECK(median({7}) == 7.0);
  CHECK(median({9, 1}) == 5.0);
  CHECK(median({3, 100, 2}) == 3.0);
  CHECK(median({4, 1, 3, 2}) == 2.5);
  CHECK(median({1e308, 1.5e308}) == 1.25e308);
}

TEST_CASE("Kendall's score is the number of rising pairs minus the number of falling pairs") {
  CHECK(autodecay::statistics::kendall_score(Values{1, 2, 3, 4}, 0.0) == 6);
  CHECK(autodecay::statistics::kendall_score(Values{4, 3, 2, 1}, 0.0) == -6);
  CHECK(autodecay::statistics::kendall_score(Values{1, 3, 2}, 0.0) == 1);
  CHECK(autodecay::statistics::kendall_score(Values{5, 5, 5}, 0.0) ==
        3);  // constant values count as rising
  // The added trend rises exactly as fast as the values decrease, or slightly slower.
  CHECK(autodecay::statistics::kendall_score(Values{4, 3, 2, 1}, 1.0) == 6);
  CHECK(autodecay::statistics::kendall_score(Values{4, 3, 2, 1}, 0.9990234375) == -6);
  CHECK(autodecay::statistics::kendall_score(Values{4, 1, 2}, 0.5) == -1);
}

TEST_CASE("the variance of Kendall's score agrees with an enumeration of all orders") {
  for (const std::size_t count : {3U, 4U, 5U, 6U, 7U}) {
    Values order(count);
    for (std::size_t i = 0; i < count; ++i) order[i] = static_cast<double>(i);
    double squares = 0.0;
    double orders = 0.0;
    do {
      const double score = autodecay::statistics::kendall_score(order, 0.0);
      squares += score * score;
      orders += 1.0;
    } while (std::next_permutation(order.begin(), order.end()));
    CAPTURE(count);
    CHECK(test::near(autodecay::statistics::kendall_variance(count, 0.0), squares / orders, 1e-14));
  }
}

TEST_CASE("autocorrelation increases the variance of the score") {
  // By hand for 5 values: 50/3 · (1 + 2/60 · (4·3·2 · 1/2 + 3·2·1 · 1/4)) = 50/3 · 1.45.
  CHECK(test::near(autodecay::statistics::kendall_variance(5, 0.5), 50.0 / 3.0 * 1.45, 1e-14));
}

TEST_CASE("the Theil-Sen slope is the median of all slopes") {
  CHECK(autodecay::statistics::theil_sen_slope(Values{1, 3}) == 2.0);
  CHECK(autodecay::statistics::theil_sen_slope(Values{10, 8, 6, 4, 2}) == -2.0);
  CHECK(autodecay::statistics::theil_sen_slope(Values{10, 8, 1e9, 4, 2}) ==
        -2.0);  // independent of the spike
  CHECK(autodecay::statistics::theil_sen_slope(Values{1, 2, 4}) == 1.5);  // of 1, 2 and 1.5
}

TEST_CASE("rank_autocorrelation is computed about the trend") {
  // The centred ranks are -1, 1, -1, 1 with ties, independent of the trend.
  const Values zigzag{1, 2, 1, 2, 1, 2}, falling_zigzag{60, 51, 40, 31, 20, 11};
  const double alone = autodecay::statistics::rank_autocorrelation(zigzag, zigzag);
  CHECK(alone < -0.5);
  CHECK(autodecay::statistics::rank_autocorrelation(falling_zigzag, falling_zigzag) < -0.5);
  const Values slow{0, 4, 5, 5, 4, 0, -4, -5, -5, -4, 0, 4, 5, 5, 4, 0};
  CHECK(autodecay::statistics::rank_autocorrelation(slow, slow) > 0.5);
  const Values flat(9, 0.1);
  CHECK(autodecay::statistics::rank_autocorrelation(flat, flat) == 0.0);
  // A spike of any height is one value out of 16.
  Values spiked = slow;
  spiked[7] = 1e300;
  CHECK(autodecay::statistics::rank_autocorrelation(spiked, slow) > 0.4);
}
