#include "support/decisions.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"
#include "support/optimizers.hpp"

#include <stdexcept>
#include <type_traits>

#include <doctest/doctest.h>

#include <autodecay/action/learning_rate_sequence.hpp>
#include <autodecay/archive.hpp>
#include <autodecay/auto_decay.hpp>
#include <autodecay/average/simple_moving_average.hpp>
#include <autodecay/combination/all_of.hpp>
#include <autodecay/drop/stage_limit.hpp>

using namespace autodecay;

TEST_CASE("AutoDecay is a Scheduler of the paper's policies") {
  Scheduler scheduler{
      ExponentialMovingAverage{0.8},
      RelativeRange{{.window = 4, .tolerance = 0.125, .epsilon = 0.25}},
      RelativeDrop{{.ratio = 0.9, .epsilon = 0.25, .reference = DropReference::previous_level}},
      ScaleLearningRate{{.factor = 0.5, .floor = 1e-3}},
      {.nonfinite_limit = 7}};
  const AutoDecay same{{.beta = 0.8,
                        .window = 4,
                        .tolerance = 0.125,
                        .ratio = 0.9,
                        .epsilon = 0.25,
                        .factor = 0.5,
                        .floor = 1e-3,
                        .reference = DropReference::previous_level},
                       {.nonfinite_limit = 7}};
  CHECK(same == scheduler);
  CHECK(save(same) == save(scheduler));
}

TEST_CASE("the defaults are those of the policies") {
  CHECK(AutoDecay{} == Scheduler{ExponentialMovingAverage{}, RelativeRange{}, RelativeDrop{},
                                 ScaleLearningRate{}});
  CHECK(AutoDecay{AutoDecayOptions{}} == AutoDecay{});
}

TEST_CASE("a training in miniature: falls, decays, stops") {
  // Without smoothing: each stage falls by half and settles, the third one does not fall.
  AutoDecay scheduler{{.beta = 0.0, .window = 2, .tolerance = 0.1}};
  test::GroupedOptimizer optimizer{1.0, 0.5};
  std::string answers;
  for (const double loss : {8.0, 6.0, 4.0, 4.0, 3.0, 2.0, 2.0, 2.0, 2.0})
    answers += ".ds"[static_cast<int>(scheduler.step(optimizer, loss))];
  CHECK(answers == "...d..d.s");
  CHECK(scheduler.stage().index == 3);
  CHECK(optimizer.rates() == std::vector{0.1 * (0.1 * 1.0), 0.1 * (0.1 * 0.5)});
}

TEST_CASE("options out of range get the message of their policy") {
  const auto message = [](AutoDecayOptions options) {
    return test::message<std::invalid_argument>([options] { AutoDecay scheduler(options); });
  };
  CHECK(message({.beta = 1.0}) == "ExponentialMovingAverage: beta must be in [0, 1), got 1");
  CHECK(message({.window = 1}) == "RelativeRange: window must be in [2, 2^31] observations, got 1");
  CHECK(message({.tolerance = -1.0}) == "RelativeRange: tolerance must be at least 0, got -1");
  CHECK(message({.ratio = 0.0}) == "RelativeDrop: ratio must be greater than 0, got 0");
  CHECK_FALSE(message({.epsilon = -1.0}).empty());
  CHECK(message({.factor = 2.0}) == "ScaleLearningRate: factor must be in (0, 1], got 2");
  CHECK(message({.floor = -1.0}) == "ScaleLearningRate: floor must be at least 0, got -1");
}

namespace {

using Base = Scheduler<ExponentialMovingAverage, RelativeRange, RelativeDrop, ScaleLearningRate>;
static_assert(std::is_base_of_v<Base, AutoDecay<>> && sizeof(AutoDecay<>) == sizeof(Base));
static_assert(!std::is_convertible_v<AutoDecayOptions, AutoDecay<>>);

// Deduced as the class comment shows it.
static_assert(std::is_same_v<decltype(AutoDecay{}), AutoDecay<>>);
static_assert(std::is_same_v<decltype(AutoDecay{{.window = 10, .factor = 0.2}}), AutoDecay<>>);
static_assert(
    std::is_same_v<decltype(AutoDecay{{.window = 10}, {.nonfinite_limit = 3}}), AutoDecay<>>);

using Other = AutoDecay<SimpleMovingAverage, RelativeRange, AllOf<RelativeDrop, StageLimit>,
                        LearningRateSequence>;
static_assert(std::is_same_v<decltype(AutoDecay{SimpleMovingAverage{7}, RelativeRange{},
                                                AllOf{RelativeDrop{}, StageLimit{3}},
                                                LearningRateSequence{0.1, 0.01}}),
                             Other>);
static_assert(std::is_same_v<decltype(AutoDecay{SimpleMovingAverage{7}, RelativeRange{},
                                                AllOf{RelativeDrop{}, StageLimit{3}},
                                                LearningRateSequence{0.1, 0.01},
                                                SchedulerOptions{.nonfinite_limit = 3}}),
                             Other>);

}  // namespace

TEST_CASE("a declaration without arguments deduces the defaults") {
  AutoDecay scheduler;
  static_assert(std::is_same_v<decltype(scheduler), AutoDecay<>>);
  CHECK(scheduler.stage() == Stage{});
}
