#include "detection/statistics.hpp"

#include "detection/simulation.hpp"
#include "support/near.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

#include <doctest/doctest.h>

using namespace detection;

TEST_CASE("the mean and quantiles of a few numbers are known") {
  CHECK(mean_of(std::vector<double>{1.0, 2.0, 6.0}) == 3.0);
  const std::vector<double> values = {40.0, 10.0, 30.0, 20.0};
  CHECK(quantile_of(values, 0.0) == 10.0);
  CHECK(quantile_of(values, 0.5) == 25.0);
  CHECK(quantile_of(values, 1.0) == 40.0);
  CHECK(test::near(quantile_of(values, 0.9), 37.0, 1e-15));
  CHECK(quantile_of({7.0}, 0.9) == 7.0);
}

// Newcombe, Statistics in Medicine 17 (1998), Table I, method 3, with four decimals.
TEST_CASE("Wilson's interval agrees with published values") {
  const auto check = [](std::size_t hits, std::size_t trials, double low, double high) {
    CAPTURE(hits);
    const Interval interval = wilson_interval(hits, trials);
    CHECK(std::abs(interval.low - low) <= 0.5e-4);
    CHECK(std::abs(interval.high - high) <= 0.5e-4);
  };
  check(81, 263, 0.2553, 0.3662);
  check(15, 148, 0.0624, 0.1605);
  check(0, 20, 0.0, 0.1611);
  check(1, 29, 0.0061, 0.1718);
}

TEST_CASE("Wilson's interval stays within [0, 1]") {
  CHECK(wilson_interval(0, 20).low == 0.0);
  CHECK(wilson_interval(20, 20).high == 1.0);
  CHECK(wilson_interval(0, 0).low == 0.0);
  CHECK(wilson_interval(0, 0).high == 1.0);
}

TEST_CASE("the bootstrap interval of one group, or of equal groups, has width 0") {
  const Interval one = bootstrap_interval(std::vector{1.0, 2.0, 6.0}, std::vector<std::size_t>(3));
  CHECK(one.low == 3.0);
  CHECK(one.high == 3.0);
  const Interval alike =
      bootstrap_interval(std::vector{1.0, 3.0, 3.0, 1.0}, std::vector<std::size_t>{0, 0, 1, 1});
  CHECK(alike.low == 2.0);
  CHECK(alike.high == 2.0);
}

TEST_CASE("the bootstrap interval of independent numbers is as wide as the normal interval") {
  NoiseSource source(Noise::gaussian, 1);
  std::vector<double> values;
  std::vector<std::size_t> groups;
  std::vector<double> twice;
  std::vector<std::size_t> groups_of_two;
  for (std::size_t i = 0; i < 200; ++i) {
    values.push_back(source.next());
    groups.push_back(i);
    for (int k = 0; k < 2; ++k) {
      twice.push_back(values.back());
      groups_of_two.push_back(i);
    }
  }
  const double mean = mean_of(values);
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double half = 1.96 * std::sqrt(squares / 200.0 / 200.0);
  const Interval interval = bootstrap_interval(values, groups);
  CHECK(std::abs(interval.low - (mean - half)) < 0.1 * half);
  CHECK(std::abs(interval.high - (mean + half)) < 0.1 * half);

  // Having each number twice, in one group, adds no information.
  const Interval of_twice = bootstrap_interval(twice, groups_of_two);
  CHECK(test::near(of_twice.low, interval.low, 1e-12));
  CHECK(test::near(of_twice.high, interval.high, 1e-12));
}
