#include "support/message.hpp"
#include "support/optimizers.hpp"

#include <limits>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/action/scale_learning_rate.hpp>

using autodecay::ScaleLearningRate;
using autodecay::Stage;

TEST_CASE("every rate is multiplied by the factor") {
  const ScaleLearningRate action{{.factor = 0.25}};
  test::GroupedOptimizer optimizer{1.0, 0.5, 8.0};
  action(optimizer, Stage{.index = 2});
  CHECK(optimizer.rates() == std::vector{0.25, 0.125, 2.0});
  action(optimizer, Stage{.index = 3});
  CHECK(optimizer.rates() == std::vector{0.0625, 0.03125, 0.5});
}

TEST_CASE("no rate is lowered below the floor or raised to it") {
  const ScaleLearningRate action{{.factor = 0.25, .floor = 0.2}};
  test::GroupedOptimizer optimizer{1.0, 0.5, 0.2, 0.1};
  action(optimizer, Stage{});
  CHECK(optimizer.rates() == std::vector{0.25, 0.2, 0.2, 0.1});
}

TEST_CASE("a factor of 1 does not change the rates") {
  autodecay::LearningRate rate{0.1};
  ScaleLearningRate{{.factor = 1.0}}(rate, Stage{});
  CHECK(rate.value == 0.1);
}

TEST_CASE("ScaleLearningRate's options") {
  CHECK(ScaleLearningRate().options() == ScaleLearningRate::Options{0.1, 0.0});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](ScaleLearningRate::Options options) {
    return test::message<std::invalid_argument>([options] { ScaleLearningRate action(options); });
  };
  CHECK(message({.factor = 0.0}) == "ScaleLearningRate: factor must be in (0, 1], got 0");
  CHECK(message({.factor = 1.5}) == "ScaleLearningRate: factor must be in (0, 1], got 1.5");
  CHECK(message({.factor = nan}) == "ScaleLearningRate: factor must be in (0, 1], got nan");
  CHECK(message({.floor = -1.0}) == "ScaleLearningRate: floor must be at least 0, got -1");
  CHECK(message({.floor = nan}) == "ScaleLearningRate: floor must be at least 0, got nan");
}
