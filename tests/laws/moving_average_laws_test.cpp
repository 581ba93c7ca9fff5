#include "laws/moving_average_laws.hpp"

#include "laws/models.hpp"
#include "laws/policy_laws.hpp"

#include <set>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/average/simple_moving_average.hpp>
#include <autodecay/runtime/any_policy.hpp>

using namespace autodecay;

namespace {

/// A model: its fresh state, and the number of observations after which a spike of 1e6 is below
/// rounding.
struct Latest {
  static LatestValue fresh() { return {}; }
  static constexpr int memory = 1;
};
template <int Window>
struct Simple {
  static SimpleMovingAverage fresh() { return SimpleMovingAverage(Window); }
  static constexpr int memory = Window;
};
/// β = Thousandths / 1000; β^memory is below 1e-6 · 1e-13.
template <int Thousandths, int Memory>
struct Exponential {
  static ExponentialMovingAverage fresh() { return ExponentialMovingAverage(Thousandths / 1000.0); }
  static constexpr int memory = Memory;
};
struct RunTimeAverage {
  static runtime::AnyAverage fresh() { return SimpleMovingAverage(7); }
  static constexpr int memory = 7;
};

}  // namespace

#define MOVING_AVERAGES                                                                          \
  Latest, Simple<1>, Simple<2>, Simple<7>, Simple<100>, Exponential<0, 1>, Exponential<500, 64>, \
      Exponential<900, 420>, Exponential<990, 4400>, RunTimeAverage

std::set<std::string> laws::moving_averages() { return names_of<MOVING_AVERAGES>(); }

TEST_CASE_TEMPLATE("every moving average obeys its laws", Model, MOVING_AVERAGES) {
  const auto fresh = Model::fresh();
  laws::constant_in_constant_out(fresh);
  laws::level_within_the_range_seen(fresh);
  laws::level_scales_with_the_loss(fresh);
  laws::a_spike_is_forgotten(fresh, Model::memory);
}

TEST_CASE_TEMPLATE("every moving average is a policy", Model, MOVING_AVERAGES) {
  laws::is_a_policy(Model::fresh());
}

TEST_CASE("a spike that has left a simple moving average has no effect, bit for bit") {
  for (const int window : {1, 2, 7, 100})
    laws::a_spike_is_forgotten(SimpleMovingAverage(window), window, 0.0);
}
