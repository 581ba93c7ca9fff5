#include "support/first_stable.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"
#include "support/near.hpp"
#include "support/refusal.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/stability/improvement_test.hpp>

using autodecay::ImprovementTest;
using autodecay::Measurement;
using test::first_stable;

namespace {

/// 1 with uniform noise, whose standard deviation is 0.29 times `amplitude`.
auto noisy_one(double amplitude, std::uint64_t seed) {
  return [amplitude, losses = test::noise(30'000, seed)](int t) {
    return 1.0 + amplitude * losses[static_cast<std::size_t>(t)];
  };
}

}  // namespace

TEST_CASE("without noise, the boundary is the tolerated improvement") {
  // A linear decrease from 1000. The improvement over 10 observations is 10 · slope, and 1 % of the
  // level of the latest blocks is tolerated. At the first test, t = 32, this level is the median of
  // the levels at 30, 31 and 32.
  const auto fall = [](double slope) { return [slope](int t) { return 1000.0 - slope * t; }; };
  const ImprovementTest criterion{{.tolerance = 0.01, .lookahead = 10}};
  CHECK(first_stable(criterion, 32, fall(0.96)) == 32);  // 0.001 · 970.24
  CHECK(first_stable(criterion, 32, fall(0.98)) == 0);   // 0.001 · 969.62
  // The steeper line is never stable, because its level only decreases.
  CHECK(first_stable(criterion, 800, fall(0.98)) == 0);
}

TEST_CASE("any constant is stable at the first test") {
  for (const double constant : {1.0, 0.1, -3.7, 0.0, 1e-290, 1e300}) {
    CAPTURE(constant);
    CHECK(first_stable(ImprovementTest{}, 100, [=](int) { return constant; }) == 32);
  }
  CHECK(first_stable(ImprovementTest{{.tolerance = 0.0}}, 100, [](int) { return 2.0; }) == 32);
}

// The reference values come from an independent implementation of the formulas of ImprovementTest
// and rank_trend.hpp in Python 3.11 with NumPy 1.24 (numpy.median, math.erfc).
TEST_CASE("the p-value is that of Kendall's score of the same number of values") {
  const auto chance = [](auto level) {
    ImprovementTest criterion;
    CHECK(criterion.p_value() == 1.0);
    for (int t = 1; t <= 32; ++t) criterion.update(level(t));
    CHECK(criterion.measure() ==
          Measurement{autodecay::quantities::p_value, criterion.p_value(),
                      autodecay::Relation::at_most,
                      0.05 / 16.0});  // half of the significance level for eight tests
    return criterion.p_value();
  };
  const auto zigzag = [](int t) { return t % 2 == 0 ? 1.0 : 1.0 - 0x1p-20; };
  // One value of the latest 10 is raised by more than the tolerated improvement: 35 of 45 pairs.
  // Two: 31.
  CHECK(test::near(chance([&](int t) { return zigzag(t) + (t == 27 ? 0x1p-8 : 0.0); }),
                   0.001178763797897745, 1e-12));
  CHECK(test::near(chance([&](int t) { return zigzag(t) + (t == 27 || t == 29 ? 0x1p-8 : 0.0); }),
                   0.003645179045767822, 1e-12));
  // Neighbours are correlated: at a correlation of 0.98 the variance is 4.35 times as large.
  CHECK(test::near(chance([](int t) { return 1.0 + 0x1p-9 * std::round(4.0 * std::sin(t / 3.0)); }),
                   0.9568796200725722, 1e-12));
}

TEST_CASE("it waits as long as the noise requires and detects every plateau") {
  for (const std::uint64_t seed : {1U, 2U, 4U, 5U, 6U}) {
    CAPTURE(seed);
    const int quiet = first_stable(ImprovementTest{}, 30'000, noisy_one(0.003, seed));
    const int loud = first_stable(ImprovementTest{}, 30'000, noisy_one(0.03, seed));
    const int louder = first_stable(ImprovementTest{}, 30'000, noisy_one(0.3, seed));
    CHECK(quiet >= 32);
    CHECK(quiet < 250);
    CHECK(loud > quiet);
    CHECK(loud < 1500);
    CHECK(louder > loud);
    CHECK(louder < 8000);
  }
}

TEST_CASE("an improvement above the tolerance is rarely stable, even in long runs") {
  int false_alarms = 0;
  int of_smoothed = 0;
  constexpr int stages = 40;
  for (std::uint64_t seed = 1; seed <= stages; ++seed) {
    const auto noise = noisy_one(0.3, seed);
    const auto falling = [&](int t) { return std::exp(-0.00015 * t) * noise(t); };  // 1.5 %
    false_alarms += first_stable(ImprovementTest{}, 5000, falling) > 0 ? 1 : 0;
    // A smoothed level has autocorrelated noise.
    autodecay::ExponentialMovingAverage average{0.9};
    of_smoothed +=
        first_stable(ImprovementTest{}, 5000, [&](int t) { return average.update(falling(t)); }) > 0
            ? 1
            : 0;
  }
  // The significance level would allow 2 of 40 on average.
  CHECK(false_alarms <= 1);
  CHECK(of_smoothed <= 3);
}

TEST_CASE("a lower significance never fires sooner") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto noise = noisy_one(0.03, seed);
    const int bold = first_stable(ImprovementTest{{.significance = 0.5}}, 30'000, noise);
    const int careful = first_stable(ImprovementTest{{.significance = 0.001}}, 30'000, noise);
    CHECK(bold >= 32);
    CHECK(careful > bold);
  }
}

TEST_CASE("spikes of any height delay it only a little") {
  const auto noise = noisy_one(0.03, 1);
  const int calm = first_stable(ImprovementTest{}, 30'000, noise);
  for (const double spike : {10.0, 1e6, -1e6, 1e300}) {
    CAPTURE(spike);
    const int spiked = first_stable(ImprovementTest{}, 30'000,
                                    [&](int t) { return t % 150 == 70 ? spike : noise(t); });
    CHECK(spiked >= 32);
    CHECK(spiked < 8 * calm);
  }
}

TEST_CASE("negative losses are handled") {
  const auto noise = noisy_one(0.003, 3);
  CHECK(first_stable(ImprovementTest{}, 5000, [&](int t) { return -noise(t); }) >= 32);
  // From -1 down by 0.001 per observation, which is 10 % of the first level per lookahead. It is
  // stable once that is less than 1 % of the level, at about -10.
  const int fire = first_stable(ImprovementTest{}, 30'000, [&](int t) { return -1.0 - 0.001 * t; });
  CHECK(fire > 9000);
  CHECK(fire < 11'000);
  // A rise is not an improvement.
  CHECK(first_stable(ImprovementTest{}, 100, [](int t) { return -100.0 + t; }) == 32);
}

TEST_CASE("an answer stands until the next test") {
  ImprovementTest criterion;
  for (int t = 1; t <= 32; ++t) criterion.update(1.0);
  CHECK(criterion.update(-1e9));
  CHECK(criterion.update(-2e9));
  CHECK(criterion.update(-3e9));
  CHECK_FALSE(criterion.update(-4e9));  // the 36th
}

TEST_CASE("levels of any finite magnitude are handled") {
  const double largest = (std::numeric_limits<double>::max)();
  CHECK(first_stable(ImprovementTest{}, 5000, [&](int t) {
          return t % 3 == 0 ? -largest : largest;
        }) == first_stable(ImprovementTest{}, 5000, [&](int t) {
          return t % 3 == 0 ? -largest : largest;
        }));
}

TEST_CASE("it makes the same decisions after save and load") {
  const auto noise = noisy_one(0.01, 7);
  for (const int saved_at : {0, 1, 31, 32, 63, 64, 65, 100, 129}) {
    ImprovementTest straight, resumed{{.tolerance = 0.5, .lookahead = 3, .significance = 0.25}};
    for (int t = 1; t <= saved_at; ++t) straight.update(noise(t));
    for (int t = 1; t <= 77; ++t) resumed.update(-noise(t));
    autodecay::load(autodecay::save(straight), resumed);
    CAPTURE(saved_at);
    REQUIRE(resumed == straight);
    for (int t = saved_at + 1; t <= 2000; ++t)
      REQUIRE(resumed.update(noise(t)) == straight.update(noise(t)));
    CHECK(resumed == straight);
  }
}

TEST_CASE("ImprovementTest's options") {
  CHECK(ImprovementTest().options() == ImprovementTest::Options{0.01, 100, 0.05});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](ImprovementTest::Options options) {
    return test::message<std::invalid_argument>([options] { ImprovementTest criterion(options); });
  };
  CHECK(message({.tolerance = -0.01}) ==
        "ImprovementTest: tolerance must be at least 0, got -0.01");
  CHECK(message({.tolerance = nan}) == "ImprovementTest: tolerance must be at least 0, got nan");
  CHECK(message({.lookahead = 0}) ==
        "ImprovementTest: lookahead must be at least 1 observation, got 0");
  CHECK(message({.significance = 0.0}) ==
        "ImprovementTest: significance must be in (0, 0.5], got 0");
  CHECK(message({.significance = 0.51}) ==
        "ImprovementTest: significance must be in (0, 0.5], got 0.51");
  CHECK(message({.significance = nan}) ==
        "ImprovementTest: significance must be in (0, 0.5], got nan");
}

TEST_CASE("an impossible state of ImprovementTest is rejected") {
  const auto refused = [](const std::string& from, const std::string& to) {
    return !test::refusal(ImprovementTest{}, from, to).empty();
  };
  CHECK_FALSE(refused("significance = 0.05", "significance = 0.5"));
  CHECK(refused("tolerance = 0.01", "tolerance = -1"));
  CHECK(refused("lookahead = 100", "lookahead = 0"));
  CHECK(refused("significance = 0.05", "significance = 0"));
  CHECK(refused("significance = 0.05", "significance = 0.6"));
  CHECK(refused("length = 1", "length = 3"));
}
