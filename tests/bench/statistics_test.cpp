#include "detection/statistics.hpp"

#include "detection/simulation.hpp"
#include "support/near.hpp"
#include "support/statistics.hpp"

#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
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

TEST_CASE("the grouped interval of one group is unbounded, and that of equal groups has width 0") {
  const Interval one = grouped_interval(std::vector{1.0, 2.0, 6.0}, std::vector<std::size_t>(3));
  CHECK(one.low == -std::numeric_limits<double>::infinity());
  CHECK(one.high == std::numeric_limits<double>::infinity());
  const Interval alike =
      grouped_interval(std::vector{1.0, 3.0, 3.0, 1.0}, std::vector<std::size_t>{0, 0, 1, 1});
  CHECK(alike.low == 2.0);
  CHECK(alike.high == 2.0);
}

TEST_CASE("the grouped interval of equally large groups is Student's interval for their means") {
  const std::vector<double> means = {1.0, 2.0, 4.0, 9.0};
  const support::Sample sample = support::sample_of(means);
  std::vector<double> twice;
  std::vector<std::size_t> groups;
  for (std::size_t g = 0; g < means.size(); ++g)
    for (const double deviation : {-0.5, 0.5}) {
      twice.push_back(means[g] + deviation);
      groups.push_back(g);
    }
  for (const Interval& interval : {grouped_interval(means, std::vector<std::size_t>{0, 1, 2, 3}),
                                   grouped_interval(twice, groups)}) {
    CHECK(test::near(interval.low, sample.mean - sample.margin, 1e-12));
    CHECK(test::near(interval.high, sample.mean + sample.margin, 1e-12));
  }
}

// Groups as large as the recorded first stages' repositories, with effects of their own.
TEST_CASE("the grouped interval of a few groups of very different sizes contains the true mean") {
  const std::size_t sizes[] = {47, 13, 4, 4, 3, 2};
  for (const double effect : {0.0, 0.5, 1.0, 2.0}) {
    CAPTURE(effect);
    NoiseSource source(Noise::gaussian, 1);
    constexpr int trials = 4000;
    int hits = 0;
    for (int trial = 0; trial < trials; ++trial) {
      std::vector<double> values;
      std::vector<std::size_t> groups;
      for (std::size_t g = 0; g < std::size(sizes); ++g) {
        const double own = effect * source.next();
        for (std::size_t i = 0; i < sizes[g]; ++i) {
          values.push_back(own + source.next());
          groups.push_back(g);
        }
      }
      const Interval interval = grouped_interval(values, groups);
      hits += interval.low <= 0.0 && 0.0 <= interval.high;
    }
    CHECK(hits >= 0.94 * trials);
    CHECK(hits <= 0.995 * trials);
  }
}
