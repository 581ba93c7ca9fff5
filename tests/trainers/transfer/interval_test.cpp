#include "transfer/interval.hpp"

#include "support/losses.hpp"
#include "support/near.hpp"
#include "support/statistics.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

using namespace transfer;
using test::near;

namespace {

using Numbers = std::vector<double>;

/// n - ratio d, pair by pair.
Numbers surplus(const Numbers& n, double ratio, const Numbers& d) {
  Numbers result;
  for (std::size_t i = 0; i < n.size(); ++i) result.push_back(n[i] - ratio * d[i]);
  return result;
}

/// Whether Student's interval of that mean contains 0, which means that Fieller's contains `ratio`.
bool may_be(const Numbers& n, double ratio, const Numbers& d) {
  const Interval interval = mean_interval(surplus(n, ratio, d));
  return !interval.is_above(0.0) && !interval.is_below(0.0);
}

/// Approximately normal: the sum of twelve uniform numbers.
double next_normal(test::Lcg& lcg) {
  double sum = 0.0;
  for (int i = 0; i < 12; ++i) sum += static_cast<double>(lcg.next()) - 511.5;
  return sum / 1024.0;
}

}  // namespace

TEST_CASE("a mean's interval is Student's with the requested confidence") {
  const Numbers values = {1.0, 2.0, 6.0};
  const support::Sample sample = support::sample_of(values);
  const Interval usual = mean_interval(values);
  CHECK(near(usual.low, sample.mean - sample.margin, 1e-12));
  CHECK(near(usual.high, sample.mean + sample.margin, 1e-12));
  // The 95 % quantile with 2 degrees of freedom is 2.920 in any table.
  const Interval lower = mean_interval(values, 0.9);
  CHECK(near(lower.high - lower.low, 2.0 * 2.919985580353726 * std::sqrt(7.0 / 3.0), 1e-12));
  CHECK(lower.is_above(-1.5));
  CHECK_FALSE(lower.is_above(-1.0));
  CHECK(lower.is_below(7.5));
  CHECK_FALSE(lower.is_below(7.0));
}

TEST_CASE("a single number or pair has no bounds") {
  const Interval interval = mean_interval(Numbers{0.5});
  CHECK(interval.low == -std::numeric_limits<double>::infinity());
  CHECK(interval.high == std::numeric_limits<double>::infinity());
  CHECK_FALSE(ratio_interval(Numbers{1.0}, Numbers{2.0}));
  CHECK_FALSE(ratio_interval(Numbers{}, Numbers{}));
}

TEST_CASE("a ratio's interval contains the ratios that Student's interval allows") {
  const Numbers n = {2.1, 1.4, 2.6, 1.9}, d = {5.9, 5.2, 6.3, 5.6};
  const auto interval = ratio_interval(n, d);
  REQUIRE(interval);
  const double width = interval->high - interval->low;
  CHECK(width > 0.01);
  for (int i = 1; i < 100; ++i) CHECK(may_be(n, interval->low + 0.01 * i * width, d));
  for (const double step : {1e-6, 0.1, 1.0, 10.0}) {
    CHECK_FALSE(may_be(n, interval->low - step, d));
    CHECK_FALSE(may_be(n, interval->high + step, d));
  }
}

TEST_CASE("a constant denominator leaves the numerator's interval") {
  const Numbers n = {1.0, 2.0, 6.0};
  const Interval of_mean = mean_interval(n);
  const auto by_four = ratio_interval(n, Numbers{4.0, 4.0, 4.0});
  REQUIRE(by_four);
  CHECK(near(by_four->low, of_mean.low / 4.0, 1e-9));
  CHECK(near(by_four->high, of_mean.high / 4.0, 1e-9));
  const auto by_minus_four = ratio_interval(n, Numbers{-4.0, -4.0, -4.0});
  REQUIRE(by_minus_four);
  CHECK(near(by_minus_four->low, of_mean.high / -4.0, 1e-9));
  CHECK(near(by_minus_four->high, of_mean.low / -4.0, 1e-9));
}

TEST_CASE("proportional pairs determine their ratio exactly") {
  const auto interval = ratio_interval(Numbers{1.0, 1.5, 2.0}, Numbers{4.0, 6.0, 8.0}, 0.9);
  REQUIRE(interval);
  CHECK(near(interval->low, 0.25, 1e-6));
  CHECK(near(interval->high, 0.25, 1e-6));
}

TEST_CASE("a denominator that may be zero gives unbounded ratios") {
  const Numbers n = {1.0, 1.1, 0.9};
  CHECK_FALSE(ratio_interval(n, Numbers{0.5, -0.4, 0.1}));
  CHECK_FALSE(ratio_interval(n, Numbers{0.0, 0.0, 0.0}));
  // Certain at 90 % but not at 95 %: the mean is 1, its margins are 2.92 and 4.30 times 0.3.
  const double deviation = 0.3 * std::sqrt(3.0);
  const Numbers near_zero = {1.0 - deviation, 1.0, 1.0 + deviation};
  CHECK(ratio_interval(n, near_zero, 0.9));
  CHECK_FALSE(ratio_interval(n, near_zero, 0.95));
}

TEST_CASE("for three pairs, the interval contains the true ratio with the stated frequency") {
  test::Lcg lcg(3);
  constexpr int trials = 4000;
  int held = 0, bounded = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Numbers n, d;
    for (int seed = 0; seed < 3; ++seed) {
      const double shared = next_normal(lcg);  // the middle stage's contribution to both gains
      n.push_back(2.0 + 0.2 * (next_normal(lcg) - shared));
      d.push_back(5.0 + 0.2 * (next_normal(lcg) + shared));
    }
    const auto interval = ratio_interval(n, d);
    if (!interval) continue;
    ++bounded;
    if (!interval->is_above(0.4) && !interval->is_below(0.4)) ++held;
  }
  CHECK(bounded > trials - 20);
  // 0.95, within three standard errors of 0.0034.
  CHECK(std::abs(static_cast<double>(held) / bounded - 0.95) < 0.011);
}
