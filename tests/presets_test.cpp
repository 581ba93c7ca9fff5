#include "support/decisions.hpp"
#include "support/message.hpp"
#include "support/optimizers.hpp"

#include <cstdint>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/presets.hpp>

using namespace autodecay;
using test::decisions;

namespace {

/// The answers to `count` observations without a loss.
std::string answers(StepDecay scheduler, int count) {
  std::string answers;
  for (int i = 0; i < count; ++i) answers += ".ds"[static_cast<int>(scheduler.observe())];
  return answers;
}

/// The constructor's error for the options.
template <typename Preset>
std::string message(const typename Preset::Options& options) {
  return test::message<std::invalid_argument>([&] { Preset scheduler(options); });
}

}  // namespace

TEST_CASE("AutoDecay is a Scheduler of the paper's policies") {
  Scheduler scheduler{
      ExponentialMovingAverage{0.8},
      RelativeRange{{.window = 4, .tolerance = 0.125, .epsilon = 0.25}},
      AllOf{StageLimit{3},
            RelativeDrop{{.ratio = 0.9, .epsilon = 0.25, .reference = DropReference::first_level}}},
      ScaleLearningRate{{.factor = 0.5, .floor = 1e-3}},
      {.nonfinite_limit = 7}};
  const AutoDecay same({.beta = 0.8,
                        .window = 4,
                        .tolerance = 0.125,
                        .ratio = 0.9,
                        .epsilon = 0.25,
                        .factor = 0.5,
                        .floor = 1e-3,
                        .reference = DropReference::first_level,
                        .stages = 3},
                       {.nonfinite_limit = 7});
  CHECK(same == scheduler);
  CHECK(save(same) == save(scheduler));
}

TEST_CASE("AutoDecay's defaults are those of its policies") {
  CHECK(AutoDecay() == Scheduler{ExponentialMovingAverage{}, RelativeRange{},
                                 AllOf{StageLimit{4}, RelativeDrop{}}, ScaleLearningRate{}});
  CHECK(AutoDecay(AutoDecay::Options{}) == AutoDecay{});
}

TEST_CASE("a miniature training improves, decays and stops") {
  // Without smoothing, each stage improves by half and settles; the third stage does not improve.
  AutoDecay scheduler({.beta = 0.0, .window = 2, .tolerance = 0.1});
  test::GroupedOptimizer optimizer{1.0, 0.5};
  std::string answers;
  for (const double loss : {8.0, 6.0, 4.0, 4.0, 3.0, 2.0, 2.0, 2.0, 2.0})
    answers += ".ds"[static_cast<int>(scheduler.step(optimizer, loss))];
  CHECK(answers == "...d..d.s");
  CHECK(scheduler.stage().index == 3);
  CHECK(optimizer.rates() == std::vector{0.1 * (0.1 * 1.0), 0.1 * (0.1 * 0.5)});
}

TEST_CASE(
    "the drop of a stage is that from the previous stage's end, unless the paper's is asked for") {
  // Most of the drop of stage 2 comes before its first loss: 4 -> 1 -> 1.
  const std::vector<double> losses = {8.0, 4.0, 4.0, 1.0, 1.0};
  const auto answers = [&](DropReference reference) {
    AutoDecay scheduler({.beta = 0.0, .window = 2, .tolerance = 0.1, .reference = reference});
    std::string letters;
    for (const double loss : losses) letters += ".ds"[static_cast<int>(scheduler.observe(loss))];
    return letters;
  };
  CHECK(answers(DropReference::previous_level) == "..d.d");
  CHECK(answers(DropReference::first_level) == "..d.s");
}

TEST_CASE("AutoDecay stops after its last stage, however large its drop") {
  AutoDecay scheduler({.beta = 0.0, .window = 2, .tolerance = 0.1, .stages = 2});
  std::string answers;
  for (const double loss : {8.0, 8.0, 1.0, 1.0})
    answers += ".ds"[static_cast<int>(scheduler.observe(loss))];
  CHECK(answers == ".d.s");
  std::ostringstream text;
  text << scheduler.evidence();
  CHECK(text.str().find("stage 2 >= 2") != std::string::npos);
}

TEST_CASE("a plan gives the paper's rule its windows") {
  const AutoDecay planned = AutoDecay::planned({.length = 100, .stages = 3});
  CHECK(planned ==
        AutoDecay({.beta = std::exp2(-0.5), .window = 15, .tolerance = 0.047, .stages = 3}));
  CHECK(AutoDecay::planned({.length = 5}).stability().options().window == 2);  // not 1
  CHECK(AutoDecay::planned({.half_life = 0.0}).average().beta() == 0.0);
  const auto message = [](AutoDecay::Plan plan) {
    return test::message<std::invalid_argument>([&] { (void)AutoDecay::planned(plan); });
  };
  CHECK(message({.length = 0}) ==
        "AutoDecay::planned: length must be in [1, 2^24] observations, got 0");
  CHECK(message({.window = 1.5}) == "AutoDecay::planned: window must be in [0, 1], got 1.5");
  CHECK(message({.half_life = -1.0}) ==
        "AutoDecay::planned: half_life must be at least 0 and finite, got -1");
  CHECK(message({.ratio = 0.0}) == "AutoDecay::planned: ratio must be greater than 0, got 0");
}

TEST_CASE("AutoDecay rejects options out of range with the message of their policy") {
  CHECK(message<AutoDecay>({.beta = 1.0}) ==
        "ExponentialMovingAverage: beta must be in [0, 1), got 1");
  CHECK(message<AutoDecay>({.window = 1}) ==
        "RelativeRange: window must be in [2, 2^24] observations, got 1");
  CHECK(message<AutoDecay>({.tolerance = -1.0}) ==
        "RelativeRange: tolerance must be at least 0, got -1");
  CHECK(message<AutoDecay>({.ratio = 0.0}) == "RelativeDrop: ratio must be greater than 0, got 0");
  CHECK_FALSE(message<AutoDecay>({.epsilon = -1.0}).empty());
  CHECK(message<AutoDecay>({.factor = 2.0}) ==
        "ScaleLearningRate: factor must be in (0, 1], got 2");
  CHECK(message<AutoDecay>({.floor = -1.0}) ==
        "ScaleLearningRate: floor must be at least 0, got -1");
}

TEST_CASE("StepDecay decays after every interval, without end by default") {
  CHECK(answers(StepDecay({.interval = 3}), 12) == "..d..d..d..d");
  CHECK(StepDecay{}.drop().stages() == (std::numeric_limits<std::int64_t>::max)());
  CHECK(answers(StepDecay{}, 61) == std::string(29, '.') + "d" + std::string(29, '.') + "d.");
}

TEST_CASE("StepDecay stops at the end of its last stage") {
  CHECK(answers(StepDecay({.interval = 3, .stages = 3}), 11) == "..d..d..sss");
  CHECK(answers(StepDecay({.interval = 2, .stages = 1}), 4) == ".sss");
}

TEST_CASE("StepDecay gives the paper's ImageNet schedule") {
  // 90 epochs: 0.1, divided by 10 after 30 and 60 epochs.
  StepDecay scheduler({.interval = 30, .stages = 3});
  LearningRate rate{0.1};
  int epoch = 0;
  while (scheduler.step(rate) != Decision::stop) {
    ++epoch;
    const double expected = epoch < 30 ? 0.1 : epoch < 60 ? 0.01 : 0.001;
    CAPTURE(epoch);
    CHECK(rate.value == doctest::Approx(expected).epsilon(1e-15));
  }
  CHECK(epoch + 1 == 90);
}

TEST_CASE("StepDecay shows the loss in the stage, and does not count a non-finite loss") {
  StepDecay scheduler({.interval = 2});
  CHECK(scheduler.observe(3.0) == Decision::hold);
  CHECK(scheduler.stage().level == 3.0);
  CHECK(scheduler.observe(std::numeric_limits<double>::quiet_NaN()) == Decision::hold);
  CHECK(scheduler.observe(2.0) == Decision::decay);
  CHECK(scheduler.previous_stage() ==
        Stage{.index = 1, .observations = 2, .first_level = 3.0, .level = 2.0});
}

TEST_CASE("StepDecay rejects options out of range with the message of their policy") {
  CHECK(message<StepDecay>({.interval = 0}) ==
        "EveryInterval: interval must be at least 1 observation, got 0");
  CHECK(message<StepDecay>({.factor = 0.0}) ==
        "ScaleLearningRate: factor must be in (0, 1], got 0");
  CHECK(message<StepDecay>({.floor = -1.0}) ==
        "ScaleLearningRate: floor must be at least 0, got -1");
  CHECK(message<StepDecay>({.stages = 0}) == "StageLimit: stages must be at least 1, got 0");
}

TEST_CASE("StepDecay is a Scheduler of count-only criteria") {
  CHECK(StepDecay({.interval = 4, .factor = 0.5, .floor = 0.25, .stages = 2},
                  {.nonfinite_limit = 3}) ==
        Scheduler{LatestValue{},
                  EveryInterval{4},
                  StageLimit{2},
                  ScaleLearningRate{{.factor = 0.5, .floor = 0.25}},
                  {.nonfinite_limit = 3}});
}

TEST_CASE(
    "ReduceOnPlateau decays after patience observations without an improvement and never stops") {
  ReduceOnPlateau scheduler({.patience = 2});
  CHECK(decisions(scheduler, {4, 3, 3, 3, 3, 3, 3, 1, 1, 1}) == "...d..d..d");
}

TEST_CASE("ReduceOnPlateau lowers the rate to its floor, and stops at the end of that stage") {
  ReduceOnPlateau scheduler({.patience = 1, .factor = 0.5, .floor = 0.2});
  LearningRate rate{1.0};
  std::string answers;
  for (int i = 0; i < 10; ++i) answers += ".ds"[static_cast<int>(scheduler.step(rate, 1.0))];
  CHECK(answers == ".d.d.d.sss");
  CHECK(rate.value == 0.2);
}

TEST_CASE("no preset with its defaults ends a training before its first decay") {
  // Most of the improvement is within the first observation; then the loss is constant.
  AutoDecay scheduler;
  CHECK(decisions(scheduler, {0.46, 0.455, 0.454, 0.453, 0.452, 0.451, 0.451, 0.451}) ==
        ".....d..");
  CHECK(decisions(scheduler, {0.451, 0.451, 0.451}) == "..s");
}

TEST_CASE("with the untrained loss, the first stage is judged like all others") {
  AutoDecay improved, not_improved;
  improved.begin(0.69);
  not_improved.begin(0.46);
  CHECK(decisions(improved, {0.46, 0.455, 0.454, 0.453, 0.452, 0.451}) == ".....d");
  CHECK(decisions(not_improved, {0.46, 0.455, 0.454, 0.453, 0.452, 0.451}) == ".....s");
}

TEST_CASE("ReduceOnPlateau is a Scheduler of NoImprovement") {
  CHECK(ReduceOnPlateau({.patience = 5,
                         .relative_margin = 0.5,
                         .absolute_margin = 0.25,
                         .factor = 0.5,
                         .floor = 0.125},
                        {.nonfinite_limit = 3}) ==
        Scheduler{LatestValue{},
                  NoImprovement{{.patience = 5, .relative_margin = 0.5, .absolute_margin = 0.25}},
                  Unlimited{},
                  ScaleLearningRate{{.factor = 0.5, .floor = 0.125}},
                  {.nonfinite_limit = 3}});
  CHECK(ReduceOnPlateau{} ==
        Scheduler{LatestValue{}, NoImprovement{}, Unlimited{}, ScaleLearningRate{}});
}

TEST_CASE("ReduceOnPlateau rejects options out of range with the message of their policy") {
  CHECK(message<ReduceOnPlateau>({.patience = 0}) ==
        "NoImprovement: patience must be at least 1 observation, got 0");
  CHECK(message<ReduceOnPlateau>({.relative_margin = -1.0}) ==
        "NoImprovement: relative_margin must be at least 0, got -1");
  CHECK(message<ReduceOnPlateau>({.absolute_margin = -1.0}) ==
        "NoImprovement: absolute_margin must be at least 0, got -1");
  CHECK(message<ReduceOnPlateau>({.factor = 0.0}) ==
        "ScaleLearningRate: factor must be in (0, 1], got 0");
  CHECK(message<ReduceOnPlateau>({.floor = -1.0}) ==
        "ScaleLearningRate: floor must be at least 0, got -1");
}

TEST_CASE("a preset can be written in each of these forms") {
  AutoDecay scheduler({.window = 3});
  AutoDecay in_braces({.window = 3});
  AutoDecay copy(scheduler);
  AutoDecay copy_in_braces{scheduler};
  CHECK(in_braces == scheduler);
  CHECK(copy == scheduler);
  CHECK(copy_in_braces == scheduler);
  CHECK_FALSE(AutoDecay() == scheduler);
}

namespace {

using Composition = Scheduler<ExponentialMovingAverage, RelativeRange,
                              AllOf<StageLimit, RelativeDrop>, ScaleLearningRate>;
static_assert(std::is_base_of_v<Composition, AutoDecay> &&
              sizeof(AutoDecay) == sizeof(Composition));
static_assert(!std::is_convertible_v<AutoDecay::Options, AutoDecay> &&
              !std::is_convertible_v<StepDecay::Options, StepDecay> &&
              !std::is_convertible_v<ReduceOnPlateau::Options, ReduceOnPlateau>);

}  // namespace
