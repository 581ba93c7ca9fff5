#pragma once

#include "support/losses.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/concepts.hpp>

/// The laws of every StabilityCriterion, in addition to those of every Policy.
namespace laws {

/// The position, from 1, of the first level at which the criterion holds; 0 if there is none.
template <autodecay::StabilityCriterion S>
int first_stable(S criterion, const std::vector<double>& levels) {
  int t = 0;
  for (const double level : levels) {
    ++t;
    if (criterion.update(level)) return t;
  }
  return 0;
}

/// A constant is stable at observation `expected`: once the window is full, and not before.
template <autodecay::StabilityCriterion S>
void constant_is_stable_at(const S& fresh, int expected) {
  for (const double constant : {1.0, -3.7, 0.0, 1e-290, 1e300}) {
    CAPTURE(constant);
    CHECK(first_stable(fresh, std::vector<double>(200, constant)) == expected);
  }
}

/// 2000 levels, each lower than the previous level by 1/32 of its magnitude.
inline std::vector<double> fast_improvement(double from) {
  std::vector<double> levels{from};
  while (levels.size() < 2000) levels.push_back(levels.back() - std::abs(levels.back()) / 32.0);
  return levels;
}

/// An improvement faster than a tolerance of 1/64 is never stable.
template <autodecay::StabilityCriterion S>
void fast_improvement_is_never_stable(const S& fresh) {
  CHECK(first_stable(fresh, fast_improvement(1e10)) == 0);
  CHECK(first_stable(fresh, fast_improvement(-1.0)) == 0);
  // Through 0 at a constant pace, while that is fast compared with the level.
  std::vector<double> levels;
  for (double level = 4.0; level > -4.0; level -= 0.125) levels.push_back(level);
  CHECK(first_stable(fresh, levels) == 0);
}

/// A relative criterion is independent of the scale of the loss.
template <autodecay::StabilityCriterion S>
void scale_is_not_seen(const S& fresh) {
  for (const double scale : {0x1p10, 0x1p-10, 0x1p200, 0x1p-200}) {
    S criterion = fresh, scaled = fresh;
    int stable = 0;
    for (double level : test::noisy_descent(1000)) {
      // The noise decreases, so that the criterion eventually holds.
      level = 2.0 + (level - 2.0) / 16.0;
      const bool holds = criterion.update(level);
      stable += holds ? 1 : 0;
      REQUIRE(scaled.update(scale * level) == holds);
    }
    CHECK(stable > 0);
  }
}

/// A worsening is never an improvement, even on negative levels: rising levels are stable as soon
/// as a constant is.
template <autodecay::StabilityCriterion S>
void worsening_is_stable_at(const S& fresh, int expected) {
  for (const double from : {8.0, -8.0, -1000.0, 0.0}) {
    std::vector<double> levels;
    for (int i = 0; i < 500; ++i) levels.push_back(from + i);
    CAPTURE(from);
    CHECK(first_stable(fresh, levels) == expected);
  }
}

/// A level is infinite if an average overflows. An improvement on it is an improvement, and a constant
/// after it is stable in the end.
template <autodecay::StabilityCriterion S>
void an_infinite_level_is_a_level(const S& fresh) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> improving = fast_improvement(1e10);
  improving.insert(improving.begin(), infinity);
  CHECK(first_stable(fresh, improving) == 0);
  for (const double level : {infinity, -infinity}) {
    std::vector<double> constant(1000, 3.0);
    constant.front() = level;
    CAPTURE(level);
    CHECK(first_stable(fresh, constant) > 0);
  }
}

/// A criterion whose statistics need finite values does not give them an infinite level.
template <autodecay::StabilityCriterion S>
void infinite_levels_are_left_out(const S& fresh) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  S criterion = fresh, without = fresh;
  for (const double level : test::noisy_descent(200)) {
    const bool holds = without.update(level);
    CHECK(criterion.update(level) == holds);
    CHECK(criterion.update(infinity) == holds);
    CHECK(criterion.update(-infinity) == holds);
    CHECK(criterion == without);
  }
}

}  // namespace laws
