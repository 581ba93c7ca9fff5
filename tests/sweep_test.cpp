#include "support/losses.hpp"
#include "support/message.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/presets.hpp>
#include <autodecay/replay.hpp>
#include <autodecay/sweep.hpp>

using namespace autodecay;

namespace {

using Doubles = std::numeric_limits<double>;
using Losses = std::vector<double>;

/// The first plateau of one scheduler of the grid.
std::optional<std::int64_t> first_decision(const Losses& losses, AutoDecay::Options options) {
  const auto stages = replay(AutoDecay(options), losses);
  if (stages.empty() || stages.front().evidence.decision == Decision::hold) return std::nullopt;
  return stages.front().last;
}

/// Compares every detector with its scheduler, and counts the detectors that find a plateau.
std::size_t check_against_schedulers(const Losses& losses, const Sweep::Grid& grid) {
  const Sweep sweep(losses, grid);
  std::size_t found = 0;
  for (std::size_t beta = 0; beta < grid.betas.size(); ++beta)
    for (std::size_t window = 0; window < grid.windows.size(); ++window)
      for (std::size_t tolerance = 0; tolerance < grid.tolerances.size(); ++tolerance) {
        const AutoDecay::Options options{.beta = grid.betas[beta],
                                         .window = grid.windows[window],
                                         .tolerance = grid.tolerances[tolerance],
                                         .epsilon = grid.epsilon};
        CAPTURE(losses.size());
        CAPTURE(options.beta);
        CAPTURE(options.window);
        CAPTURE(options.tolerance);
        CAPTURE(options.epsilon);
        const auto first = sweep.first_plateau(beta, window, tolerance);
        CHECK(first == first_decision(losses, options));
        if (first.has_value()) ++found;
      }
  return found;
}

/// Unsorted tolerances, from far too small to so large that any full window is stable.
const Sweep::Grid wide{
    .betas = {0.9, 0.0, 0.5, 0.99, 0.9},
    .windows = {5, 2, 3, 4, 7, 16, 5, 61, 200, 1'000},
    .tolerances = {0.01, 0.0, 1e-6, 2.0, 0.3, 0.01, 0.1, 1e-3, 0.05, 0.03, 1e9},
};

Losses scaled(Losses losses, double factor, double offset) {
  for (double& loss : losses) loss = factor * loss + offset;
  return losses;
}

}  // namespace

TEST_CASE("a sweep finds the same plateaus as separate schedulers") {
  // By hand: the spreads of the windows are 5/3, 2/3, 1/5, 1/5 and 0.
  const Losses losses{8, 3, 5, 5, 6, 6, 6};
  const Sweep sweep(
      losses, {.betas = {0.0}, .windows = {3}, .tolerances = {0.1, 1.0, 0.5, 0.2}, .epsilon = 0.0});
  CHECK(sweep.first_plateau(0, 0, 0) == 7);
  CHECK(sweep.first_plateau(0, 0, 1) == 4);
  CHECK(sweep.first_plateau(0, 0, 2) == 5);
  CHECK(sweep.first_plateau(0, 0, 3) == 7);  // 1/5 is not below 0.2
}

TEST_CASE("positive losses, negative losses and losses around zero") {
  std::vector<Losses> records = test::five_kinds(500);
  records.push_back(test::noisy_descent(500));
  std::size_t found = 0;
  for (const Losses& record : records)
    for (const double offset : {0.0, 4.0, -4.0, 0.25})
      found += check_against_schedulers(scaled(record, 1.0, offset), wide);
  // Neither very few nor nearly all of the 13,200.
  CHECK(found > 3'000);
  CHECK(found < 10'000);
}

TEST_CASE("records of every length around the window") {
  const Losses noise = scaled(test::noise(40), 0.125, 1.0);
  for (std::size_t length = 0; length <= noise.size(); ++length) {
    const Losses record(noise.begin(), noise.begin() + static_cast<std::ptrdiff_t>(length));
    check_against_schedulers(
        record,
        {.betas = {0.0, 0.7}, .windows = {2, 3, 4, 5, 8, 13}, .tolerances = {0.05, 0.1, 0.2, 1.0}});
  }
}

TEST_CASE("with noise near the tolerance, plateaus begin anywhere in a block") {
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed)
    for (const double offset : {2.0, -2.0})
      found += check_against_schedulers(scaled(test::noise(300, seed), 0.25, offset),
                                        {.betas = {0.0, 0.6},
                                         .windows = {4, 5, 9, 20},
                                         .tolerances = {0.01, 0.02, 0.03, 0.05, 0.08, 0.11, 0.13}});
  CHECK(found > 1'000);
  CHECK(found < 6'000);
}

TEST_CASE("a single extreme loss does not hide a plateau") {
  Losses losses(60, -1.0);
  losses[7] = -100.0;
  CHECK(check_against_schedulers(losses, wide) > 0);
  losses[7] = 100.0;
  CHECK(check_against_schedulers(losses, wide) > 0);
}

TEST_CASE("non-finite losses take up a position and are otherwise ignored") {
  Losses losses = scaled(test::noisy_descent(300), 1.0, 0.0);
  losses[0] = Doubles::quiet_NaN();
  for (std::size_t i = 1; i < losses.size(); i += 1 + i % 7) losses[i] = Doubles::infinity();
  losses.back() = -Doubles::infinity();
  CHECK(check_against_schedulers(losses, wide) > 0);

  const Losses ones{1, Doubles::quiet_NaN(), 1, -Doubles::infinity(), 1, 1};
  CHECK(Sweep(ones, {.windows = {3}}).first_plateau(0, 0, 0) == 5);
  check_against_schedulers(Losses(9, Doubles::quiet_NaN()), wide);
}

TEST_CASE("losses near the limits of double") {
  const Losses extreme{Doubles::max(),
                       Doubles::lowest(),
                       Doubles::max(),
                       Doubles::max(),
                       Doubles::max(),
                       0.0,
                       -0.0,
                       Doubles::denorm_min(),
                       -Doubles::denorm_min(),
                       0.0,
                       0.0,
                       Doubles::min(),
                       Doubles::lowest(),
                       Doubles::lowest(),
                       Doubles::lowest()};
  for (const double epsilon : {0.0, 1e-12, 1e300, Doubles::infinity()}) {
    check_against_schedulers(extreme, {.betas = {0.0, 0.5, 0.9},
                                       .windows = {2, 3, 5},
                                       .tolerances = {0.0, 1e-3, 1.0, 1e300, Doubles::infinity()},
                                       .epsilon = epsilon});
    check_against_schedulers(Losses(20, 0.0), {.betas = {0.0, 0.5},
                                               .windows = {2, 7},
                                               .tolerances = {0.0, 0.1, Doubles::infinity()},
                                               .epsilon = epsilon});
  }
}

TEST_CASE("an empty grid and the default grid") {
  const Losses losses(10, 1.0);
  CHECK_NOTHROW(Sweep(losses, {.betas = {}}));
  CHECK_NOTHROW(Sweep(losses, {.windows = {}}));
  CHECK_NOTHROW(Sweep(losses, {.tolerances = {}}));
  CHECK(Sweep(losses, {}).first_plateau(0, 0, 0) == first_decision(losses, {}));
  CHECK_FALSE(Sweep({}, {}).first_plateau(0, 0, 0).has_value());
}

TEST_CASE("a window longer than any record costs nothing") {
  const std::array<double, 3> losses{1.0, 1.0, 1.0};
  const Sweep sweep(losses, {.windows = {std::int64_t{1} << 24, 3}});
  CHECK_FALSE(sweep.first_plateau(0, 0, 0).has_value());
  CHECK(sweep.first_plateau(0, 1, 0) == 3);
}

TEST_CASE("options out of range are rejected with the message of their policy") {
  const auto message = [](const Sweep::Grid& grid) {
    return test::message<std::invalid_argument>([&] { Sweep({}, grid); });
  };
  CHECK(message({.betas = {0.9, 1.0}}) ==
        "ExponentialMovingAverage: beta must be in [0, 1), got 1");
  CHECK(message({.betas = {Doubles::quiet_NaN()}}) ==
        "ExponentialMovingAverage: beta must be in [0, 1), got nan");
  CHECK(message({.windows = {5, 1}}) ==
        "RelativeRange: window must be in [2, 2^24] observations, got 1");
  CHECK(message({.windows = {-7}}) ==
        "RelativeRange: window must be in [2, 2^24] observations, got -7");
  CHECK(message({.windows = {(std::int64_t{1} << 24) + 1}}) ==
        "RelativeRange: window must be in [2, 2^24] observations, got 16777217");
  CHECK(message({.tolerances = {0.1, -0.1}}) ==
        "RelativeRange: tolerance must be at least 0, got -0.1");
  CHECK(message({.epsilon = -1.0}) == "RelativeRange: epsilon must be at least 0, got -1");
}

TEST_CASE("a sweep is a value that keeps its grid") {
  const Losses losses = test::noisy_descent(200);
  const Sweep sweep(losses, wide);
  CHECK(sweep == Sweep(losses, wide));
  CHECK(sweep.grid() == wide);
  CHECK_FALSE(sweep == Sweep(losses, {}));
  CHECK_FALSE(sweep == Sweep(test::constant(200), wide));
}
