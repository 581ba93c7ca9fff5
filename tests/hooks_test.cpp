#include <doctest/doctest.h>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/stability/min_stage_length.hpp>

using namespace autodecay;

namespace {

/// An action that returns nothing.
struct Silent {
  void operator()(int&, const Stage&) {}
  bool operator==(const Silent&) const = default;
};

}  // namespace

TEST_CASE("an action reports whether it changed anything, or is assumed to have done so") {
  int optimizer = 1;
  Silent silent;
  CHECK(act(silent, optimizer, Stage{.index = 2}));
  LearningRate rate{1.0};
  ScaleLearningRate action{{.factor = 0.5, .floor = 0.5}};
  CHECK(act(action, rate, Stage{.index = 2}));
  CHECK_FALSE(act(action, rate, Stage{.index = 3}));
}

TEST_CASE("measure() returns the policy's measurement, or nothing") {
  MinStageLength criterion{2};
  criterion.update(3.0);
  CHECK(measure(criterion) == Measurement{quantities::count, 1.0, Relation::at_least, 2.0});
  CHECK_FALSE(measure(ScaleLearningRate{}).has_value());
}
