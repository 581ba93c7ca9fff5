#include "support/first_stable.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/stability/marginal_improvement.hpp>

using autodecay::MarginalImprovement;
using autodecay::Measurement;
using test::first_stable;

TEST_CASE("a line is stable once its improvement over the plan costs the price") {
  // L = 129 - t improves by 1 per observation, that is by 30 / L over a plan of 30. L(6) = 123.
  const auto line = [](int t) { return 129.0 - t; };
  CHECK(first_stable(MarginalImprovement{{.plan = 30, .price = 30.0 / 123.0}}, 120, line) == 6);
  CHECK(first_stable(MarginalImprovement{{.plan = 30, .price = 0.24}}, 120, line) == 0);
  CHECK(first_stable(MarginalImprovement{{.plan = 15, .price = 0.24}}, 120, line) == 6);
}

TEST_CASE("a power law is stable when its relative slope per observation is price / plan") {
  // L = t^-e has the relative slope e / t, which is p / n at t = e n / p.
  const auto power = [](double e) { return [e](int t) { return std::pow(t, -e); }; };
  for (const int plan : {100, 400}) {
    const MarginalImprovement criterion{{.plan = plan, .price = 0.5}};
    CAPTURE(plan);
    // The slope is that of a window that began at 3/4 of t.
    const int fire = first_stable(criterion, 10000, power(0.5));
    CHECK(fire > plan);
    CHECK(fire < 1.3 * plan);
  }
}

TEST_CASE("half a trust makes the length the geometric mean of the plan and the stage's own") {
  // L = 129 - t at t = 6: the improvement so far is 5 / 128, and the stage suggests a length of
  // 18 · 128 / 5 = 460.8. Its geometric mean with 28.8 is 115.2.
  const auto measured = [](double trust, std::int64_t plan) {
    MarginalImprovement criterion{{.plan = plan, .trust = trust}};
    for (int t = 1; t <= 6; ++t) criterion.update(129.0 - t);
    return criterion.marginal_improvement() * 123.0;
  };
  CHECK(measured(1.0, 20) == doctest::Approx(20.0).epsilon(1e-15));
  CHECK(measured(0.0, 20) == doctest::Approx(460.8).epsilon(1e-15));
  CHECK(measured(0.5, 20) == doctest::Approx(96.0).epsilon(1e-15));  // 96^2 = 20 · 460.8
}

TEST_CASE("a loss that does not improve is stable, whatever its sign") {
  for (const double trust : {0.0, 0.5, 1.0}) {
    CAPTURE(trust);
    const MarginalImprovement criterion{{.plan = 30, .trust = trust}};
    CHECK(first_stable(criterion, 100, [](int) { return 1.0; }) == 6);        // constant
    CHECK(first_stable(criterion, 100, [](int t) { return 1.0 + t; }) == 6);  // rises
    CHECK(first_stable(criterion, 100, [](int) { return 0.0; }) == 6);
    // Improves by 1 per observation, which is 0.34 of the level over the plan at -30 / 0.34 = -88.2.
    const int expected = trust == 1.0 ? 88 : 0;
    CHECK(first_stable(criterion, 100, [](int t) { return -1.0 - t; }) == expected);
  }
}

TEST_CASE("noise delays the end, and a higher price hastens it") {
  const auto improving = [](double noise) {
    return [noise, losses = test::noise(400)](int t) {
      return 1.0 + 1.0 / t + noise * losses[static_cast<std::size_t>(t)];
    };
  };
  const auto fire = [&](double price, double noise) {
    return first_stable(MarginalImprovement{{.plan = 60, .price = price}}, 399, improving(noise));
  };
  CHECK(fire(0.34, 0.0) > 0);
  CHECK(fire(0.34, 0.3) > fire(0.34, 0.0));
  CHECK(fire(0.1, 0.0) > fire(0.34, 0.0));
}

TEST_CASE("MarginalImprovement measures its window or the improvement over the plan") {
  MarginalImprovement criterion{{.plan = 41, .price = 0.5}};
  CHECK(criterion.marginal_improvement() == 0.0);
  CHECK_FALSE(criterion.measure().holds());
  for (int t = 1; t <= 6; ++t) criterion.update(129.0 - t);
  const Measurement measured = criterion.measure();
  CHECK(measured.quantity == autodecay::quantities::marginal_improvement);
  CHECK(measured.value == 41.0 / 123.0);
  CHECK(measured.wanted == autodecay::Relation::at_most);
  CHECK(measured.limit == 0.5);
  CHECK(measured.holds());
}

TEST_CASE("MarginalImprovement makes the same decisions after save and load") {
  const std::vector<double> losses = test::noisy_descent(700);
  for (const std::size_t saved_at : {0U, 1U, 5U, 6U, 127U, 128U, 129U, 300U, 511U}) {
    MarginalImprovement straight{{.plan = 50, .trust = 0.5}};
    MarginalImprovement resumed{{.price = 3.0}};
    for (std::size_t i = 0; i < saved_at; ++i) straight.update(losses[i]);
    autodecay::load(autodecay::save(straight), resumed);
    CAPTURE(saved_at);
    REQUIRE(resumed == straight);
    for (std::size_t i = saved_at; i < losses.size(); ++i)
      REQUIRE(resumed.update(losses[i]) == straight.update(losses[i]));
  }
}

TEST_CASE("MarginalImprovement's options") {
  const auto message = [](MarginalImprovement::Options options) {
    return test::message<std::invalid_argument>(
        [options] { MarginalImprovement criterion(options); });
  };
  CHECK(message({.plan = 0}) == "MarginalImprovement: plan must be at least 1 observation, got 0");
  CHECK(message({.price = -0.5}) == "MarginalImprovement: price must be at least 0, got -0.5");
  CHECK(message({.trust = 1.5}) == "MarginalImprovement: trust must be in [0, 1], got 1.5");
  CHECK(message({.trust = std::numeric_limits<double>::quiet_NaN()}) ==
        "MarginalImprovement: trust must be in [0, 1], got nan");
}
