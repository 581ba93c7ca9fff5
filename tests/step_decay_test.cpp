#include "support/decisions.hpp"
#include "support/message.hpp"

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include <autodecay/action/learning_rate_sequence.hpp>
#include <autodecay/combination/any_of.hpp>
#include <autodecay/step_decay.hpp>

using namespace autodecay;

namespace {

/// The answers to `count` observations without a loss, and the rate after each.
template <typename S>
std::string answers(S scheduler, int count) {
  std::string answers;
  for (int i = 0; i < count; ++i) answers += ".ds"[static_cast<int>(scheduler.observe())];
  return answers;
}

}  // namespace

TEST_CASE("a decay after every interval, for ever by default") {
  CHECK(answers(StepDecay{{.interval = 3}}, 12) == "..d..d..d..d");
  CHECK(StepDecay{}.drop().stages() == (std::numeric_limits<std::int64_t>::max)());
  CHECK(answers(StepDecay{}, 61) == std::string(29, '.') + "d" + std::string(29, '.') + "d.");
}

TEST_CASE("the end of the last stage stops") {
  CHECK(answers(StepDecay{{.interval = 3, .stages = 3}}, 11) == "..d..d..sss");
  CHECK(answers(StepDecay{{.interval = 2, .stages = 1}}, 4) == ".sss");
}

TEST_CASE("a decay after each milestone") {
  CHECK(answers(StepDecay{AtMilestones{2, 3, 7}}, 10) == ".dd...d...");
  CHECK(answers(StepDecay{AtMilestones{2, 3, 7}, ScaleLearningRate{}, StageLimit{3}}, 10) ==
        ".dd...ssss");
}

TEST_CASE("the paper's ImageNet schedule") {
  // 90 epochs: 0.1, divided by 10 after 30 and 60.
  StepDecay scheduler{{.interval = 30, .stages = 3}};
  double rate = 0.1;
  int epoch = 0;
  while (scheduler.step(rate) != Decision::stop) {
    ++epoch;
    const double expected = epoch < 30 ? 0.1 : epoch < 60 ? 0.01 : 0.001;
    CAPTURE(epoch);
    CHECK(rate == doctest::Approx(expected).epsilon(1e-15));
  }
  CHECK(epoch + 1 == 90);
}

TEST_CASE("milestones with rates given outright") {
  StepDecay scheduler{AtMilestones{2, 3}, LearningRateSequence{0.1, 0.02, 0.01}};
  double rate = 0.1;
  for (const double expected : {0.1, 0.02, 0.01, 0.01, 0.01}) {
    CHECK(scheduler.step(rate) != Decision::stop);
    CHECK(rate == expected);
  }
}

TEST_CASE("a loss given all the same shows in the stage, and is not counted if not finite") {
  StepDecay scheduler{{.interval = 2}};
  CHECK(scheduler.observe(3.0) == Decision::hold);
  CHECK(scheduler.stage().level == 3.0);
  CHECK(scheduler.observe(std::numeric_limits<double>::quiet_NaN()) == Decision::hold);
  CHECK(scheduler.observe(2.0) == Decision::decay);
  CHECK(scheduler.previous_stage() ==
        Stage{.index = 1, .observations = 2, .first_level = 3.0, .level = 2.0});
}

TEST_CASE("options out of range get the message of their policy") {
  const auto message = [](StepDecayOptions options) {
    return test::message<std::invalid_argument>([options] { StepDecay scheduler(options); });
  };
  CHECK(message({.interval = 0}) ==
        "EveryInterval: interval must be at least 1 observation, got 0");
  CHECK(message({.factor = 0.0}) == "ScaleLearningRate: factor must be in (0, 1], got 0");
  CHECK(message({.floor = -1.0}) == "ScaleLearningRate: floor must be at least 0, got -1");
  CHECK(message({.stages = 0}) == "StageLimit: stages must be at least 1, got 0");
}

TEST_CASE("StepDecay is a Scheduler of clocks") {
  CHECK(StepDecay{{.interval = 4, .factor = 0.5, .floor = 0.25, .stages = 2},
                  {.nonfinite_limit = 3}} ==
        Scheduler{LatestValue{},
                  EveryInterval{4},
                  StageLimit{2},
                  ScaleLearningRate{{.factor = 0.5, .floor = 0.25}},
                  {.nonfinite_limit = 3}});
}

// Deduced as the class comment shows it.
static_assert(std::is_same_v<decltype(StepDecay{}), StepDecay<>>);
static_assert(std::is_same_v<decltype(StepDecay{{.interval = 30, .stages = 3}}), StepDecay<>>);
static_assert(
    std::is_same_v<decltype(StepDecay{AtMilestones{30, 60, 80}}), StepDecay<AtMilestones>>);
static_assert(
    std::is_same_v<decltype(StepDecay{AtMilestones{30, 60}, LearningRateSequence{0.1, 0.02, 0.01}}),
                   StepDecay<AtMilestones, LearningRateSequence>>);
static_assert(std::is_same_v<decltype(StepDecay{AnyOf{EveryInterval{3}, AtMilestones{4}}}),
                             StepDecay<AnyOf<EveryInterval, AtMilestones>>>);
