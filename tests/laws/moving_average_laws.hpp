#pragma once

#include "support/losses.hpp"
#include "support/near.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include <doctest/doctest.h>

#include <autodecay/concepts.hpp>

/// The laws of every MovingAverage. "Up to rounding" means 1e-13 of the largest value seen, because
/// an average with a memory of several hundred values rounds several hundred times.
namespace laws {

inline constexpr double rounding = 1e-13;

template <autodecay::MovingAverage A>
void constant_in_constant_out(const A& fresh) {
  for (const double constant : {1.0, 0.1, -3.7, 1e-300, 1e300, 0.0}) {
    A average = fresh;
    for (int t = 1; t <= 3000; ++t) {
      CAPTURE(constant);
      CAPTURE(t);
      REQUIRE(test::near(average.update(constant), constant, rounding));
    }
  }
}

template <autodecay::MovingAverage A>
void level_within_the_range_seen(const A& fresh) {
  for (const auto& losses : test::five_kinds(2000)) {
    A average = fresh;
    double least = losses.front(), greatest = losses.front();
    for (const double loss : losses) {
      least = (std::min)(least, loss);
      greatest = (std::max)(greatest, loss);
      const double slack = rounding * (std::max)(std::abs(least), std::abs(greatest));
      const double level = average.update(loss);
      REQUIRE(level >= least - slack);
      REQUIRE(level <= greatest + slack);
    }
  }
}

/// level(c·x) = c·level(x): to the bit if c is a power of two, and up to rounding otherwise.
template <autodecay::MovingAverage A>
void level_scales_with_the_loss(const A& fresh) {
  struct Scale {
    double c, tolerance;
  };
  for (const Scale scale : {Scale{2.0, 0.0},
                            {0x1p-30, 0.0},
                            {-0x1p40, 0.0},
                            {-1.0, 0.0},
                            {3.0, rounding},
                            {-0.1, rounding}}) {
    A average = fresh, scaled = fresh;
    for (const double loss : test::noisy_descent(1000)) {
      CAPTURE(scale.c);
      const double expected = scale.c * average.update(loss);
      const double level = scaled.update(scale.c * loss);
      REQUIRE(test::near(level, expected, scale.tolerance));
    }
  }
}

/// `memory` observations after a spike of a million times the loss, its effect is within
/// `tolerance`.
template <autodecay::MovingAverage A>
void a_spike_is_forgotten(const A& fresh, int memory, double tolerance = rounding) {
  for (const int position : {0, 1, 5, 50}) {
    A average = fresh, spiked = fresh;
    for (int i = 0; i < position + memory + 100; ++i) {
      const double loss = 2.0 + 1.0 / (i + 3.0);
      const double level = average.update(loss);
      const double after = spiked.update(i == position ? 1e6 * loss : loss);
      CAPTURE(position);
      CAPTURE(i);
      if (i == position) REQUIRE(after > level);
      if (i >= position + memory) REQUIRE(test::near(after, level, tolerance));
    }
  }
}

}  // namespace laws
