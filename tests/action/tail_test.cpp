#include "support/losses.hpp"
#include "support/message.hpp"
#include "support/near.hpp"
#include "support/optimizers.hpp"
#include "support/printed.hpp"
#include "support/refusal.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>
#include <autodecay/runtime/any_scheduler.hpp>
#include <autodecay/runtime/combined.hpp>

using namespace autodecay;
using runtime::ActionSequence;
using runtime::AnyScheduler;
using test::printed;

namespace {

/// Would stop after ten observations, whatever the losses.
auto stops_after_ten(auto action) {
  return Scheduler{LatestValue{}, EveryInterval{10}, StageLimit{1}, action};
}

/// The rates after each observation up to the stop, and the position of the stop.
struct Course {
  std::vector<double> rates;
  std::int64_t stop = 0;
};

Course course_of(auto scheduler, double rate = 1.0) {
  LearningRate optimizer{rate};
  Course course;
  for (std::int64_t t = 1; t <= 1000; ++t) {
    const Decision decision = scheduler.step(optimizer, 3.0);
    course.rates.push_back(optimizer.value);
    if (decision == Decision::stop) {
      course.stop = t;
      break;
    }
  }
  return course;
}

}  // namespace

TEST_CASE(
    "a linear tail of three observations has three quarters, a half and a quarter of the rate") {
  const Course course = course_of(stops_after_ten(Tail{{.share = 0.3}}), 8.0);
  CHECK(course.stop == 13);
  for (std::size_t t = 0; t < 9; ++t) CHECK(course.rates[t] == 8.0);
  CHECK(course.rates[9] == 6.0);  // for the first observation of the tail
  CHECK(test::near(course.rates[10], 4.0, 1e-15));
  CHECK(test::near(course.rates[11], 2.0, 1e-15));
  CHECK(course.rates[12] == course.rates[11]);  // after the last one
}

TEST_CASE("each shape has its formula, above the floor") {
  const auto check = [](TailShape shape, double floor, auto formula) {
    const Course course =
        course_of(stops_after_ten(Tail{{.share = 0.7, .shape = shape, .floor = floor}}));
    REQUIRE(course.stop == 17);
    for (int k = 1; k <= 7; ++k) {
      const double expected = floor + (1.0 - floor) * formula(k / 8.0);
      CHECK(test::near(course.rates[static_cast<std::size_t>(8 + k)], expected, 1e-14));
    }
  };
  for (const double floor : {0.0, 0.25}) {
    check(TailShape::linear, floor, [](double x) { return 1.0 - x; });
    check(TailShape::root, floor, [](double x) { return 1.0 - std::sqrt(x); });
    check(TailShape::cosine, floor,
          [](double x) { return (1.0 + std::cos(std::numbers::pi * x)) / 2.0; });
  }
}

TEST_CASE("a tail has at least one observation") {
  const Course course = course_of(stops_after_ten(Tail{{.share = 0.0}}));
  CHECK(course.stop == 11);
  CHECK(course.rates[9] == 0.5);
}

TEST_CASE("a tail follows the last decay, and its length counts all stages") {
  // Stages of 10 losses, of which the second stops: after 20 losses a tail of 4 begins.
  Scheduler scheduler{LatestValue{}, EveryInterval{10}, StageLimit{2},
                      Sequence{ScaleLearningRate{}, Tail{{.share = 0.2}}}};
  const Course course = course_of(scheduler);
  CHECK(course.stop == 24);
  CHECK(course.rates[8] == 1.0);
  CHECK(course.rates[9] == 0.1);
  CHECK(course.rates[18] == 0.1);
  CHECK(test::near(course.rates[19], 0.08, 1e-15));
  CHECK(test::near(course.rates[22], 0.02, 1e-15));
}

TEST_CASE("a decay that could change nothing begins the tail") {
  Scheduler scheduler{LatestValue{}, EveryInterval{10}, Unlimited{}, Tail{{.share = 0.3}}};
  CHECK(course_of(scheduler).stop == 13);
  CHECK(course_of(scheduler).rates[9] == 0.75);
}

TEST_CASE("a rate that an optimizer failed to set is made up for within the tail") {
  auto scheduler = stops_after_ten(Tail{{.share = 0.3}});
  test::FailingOptimizer optimizer(8.0, 2);
  for (int i = 0; i < 10; ++i) CHECK(scheduler.step(optimizer, 3.0) == Decision::hold);
  CHECK(optimizer.get_learning_rate() == 6.0);
  CHECK_THROWS_AS((void)scheduler.step(optimizer, 3.0), std::runtime_error);
  CHECK(scheduler.stage().observations == 11);  // the decision stands
  CHECK(scheduler.step(optimizer, 3.0) == Decision::hold);
  CHECK(test::near(optimizer.get_learning_rate(), 2.0, 1e-15));
  CHECK(scheduler.step(optimizer, 3.0) == Decision::stop);
}

TEST_CASE("the evidence of a tail's observations is the tail's") {
  auto scheduler = stops_after_ten(Tail{{.share = 0.3}});
  LearningRate rate{1.0};
  const auto text_after = [&](int observations) {
    for (int i = 0; i < observations; ++i) (void)scheduler.step(rate, 3.0);
    return printed(scheduler.evidence());
  };
  CHECK(text_after(12) == "hold after 12 observations of stage 1: tail 2 observations < 3");
  CHECK(text_after(1) == "stop after 13 observations of stage 1: tail 3 observations >= 3");
  CHECK(scheduler.step(rate, 3.0) == Decision::stop);
}

TEST_CASE("the evidence before a tail has the reasons for the end of the training") {
  Scheduler scheduler{LatestValue{}, EveryInterval{2}, RelativeDrop{},
                      Sequence{ScaleLearningRate{}, Tail{{.share = 0.5}}}};
  LearningRate rate{1.0};
  for (const double loss : {8.0, 8.0, 4.0}) {
    (void)scheduler.step(rate, loss);
    CHECK_FALSE(scheduler.evidence().tail_begins);
  }
  CHECK(scheduler.step(rate, 8.0) == Decision::hold);
  CHECK(scheduler.evidence().tail_begins);
  CHECK(printed(scheduler.evidence()) ==
        "hold after 2 observations of stage 2: count 2 = 2, loss at 1 of the previous stage's end "
        "> 0.95; the tail begins");
  CHECK(scheduler.step(rate, 8.0) == Decision::hold);
  CHECK_FALSE(scheduler.evidence().tail_begins);
  CHECK(scheduler.step(rate, 8.0) == Decision::stop);
  CHECK_FALSE(scheduler.evidence().tail_begins);
}

TEST_CASE("a tail that begins because every rate is at its floor says so") {
  Scheduler scheduler{LatestValue{}, EveryInterval{2}, Unlimited{},
                      Sequence{ScaleLearningRate{{.floor = 0.1}}, Tail{{.share = 0.25}}}};
  LearningRate rate{0.1};
  CHECK(scheduler.step(rate, 8.0) == Decision::hold);
  CHECK(scheduler.step(rate, 4.0) == Decision::hold);
  CHECK(printed(scheduler.evidence()) ==
        "hold after 2 observations of stage 1: count 2 = 2, nothing left to change; the tail "
        "begins");
  auto resumed = scheduler;
  resumed.reset();
  load(save(scheduler), resumed);
  CHECK(resumed == scheduler);
  CHECK(scheduler.step(rate, 4.0) == Decision::stop);
  CHECK(printed(scheduler.evidence()) ==
        "stop after 3 observations of stage 1: tail 1 observation >= 1");
  scheduler.begin_stage();
  CHECK_FALSE(scheduler.evidence().exhausted);
}

TEST_CASE("a stop for non-finite losses has no tail") {
  Scheduler scheduler{
      LatestValue{}, EveryInterval{10}, StageLimit{1}, Tail{}, {.nonfinite_limit = 2}};
  LearningRate rate{1.0};
  (void)scheduler.step(rate, 3.0);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(scheduler.step(rate, nan) == Decision::hold);
  CHECK(scheduler.step(rate, nan) == Decision::stop);
  CHECK(rate.value == 1.0);
}

TEST_CASE("a training with warm-up, plateaus and a tail resumes at every observation") {
  const WarmUp warm_up{{.observations = 5, .factor = 4.0}};
  const ScaleLearningRate scale{{.factor = 0.5}};
  const Tail tail{{.share = 0.25, .shape = TailShape::cosine}};
  const auto fresh = [&] {
    return Scheduler{ExponentialMovingAverage{0.5}, RelativeRange{{.window = 3, .tolerance = 0.05}},
                     StageLimit{3}, Sequence{warm_up, scale, tail}};
  };
  const std::vector<double> losses = test::noisy_descent(500);
  auto straight = fresh();
  auto observing = fresh();
  AnyScheduler any{straight.average(), straight.stability(), straight.drop(),
                   ActionSequence({warm_up, scale, tail})};
  LearningRate rate{0.1};
  LearningRate rate_of_any{0.1};
  std::int64_t stop = 0;
  for (std::size_t t = 0; t < losses.size(); ++t) {
    auto resumed = fresh();
    autodecay::load(autodecay::save(straight), resumed);
    REQUIRE(resumed == straight);
    REQUIRE(autodecay::save(any) == autodecay::save(straight));
    LearningRate rate_of_resumed = rate;
    const Decision decision = straight.step(rate, losses[t]);
    REQUIRE(resumed.step(rate_of_resumed, losses[t]) == decision);
    REQUIRE(rate_of_resumed.value == rate.value);
    REQUIRE(observing.observe(losses[t]) == decision);
    REQUIRE(any.step(rate_of_any, losses[t]) == decision);
    REQUIRE(rate_of_any.value == rate.value);
    if (decision == Decision::stop) {
      stop = static_cast<std::int64_t>(t) + 1;
      break;
    }
  }
  CHECK(stop > 20);
  CHECK(straight.stage().index == 3);
}

TEST_CASE("begin_stage() after a tail begins a stage that ends in a tail again") {
  auto scheduler = stops_after_ten(Tail{{.share = 0.1}});
  LearningRate rate{1.0};
  for (int i = 0; i < 11; ++i) (void)scheduler.step(rate, 3.0);
  CHECK(scheduler.step(rate, 3.0) == Decision::stop);
  scheduler.begin_stage();
  rate.value = 1.0;
  std::string answers;
  for (int i = 0; i < 12; ++i) answers += ".ds"[static_cast<int>(scheduler.step(rate, 3.0))];
  CHECK(answers == "...........s");  // a tail of a tenth of 21 observations
  CHECK(rate.value < 1.0);
}

TEST_CASE("begin_stage() ends a tail, and the rates stay as they are") {
  for (const int done : {0, 1}) {
    auto scheduler = stops_after_ten(Tail{{.share = 0.3}});
    LearningRate rate{1.0};
    for (int i = 0; i < 10 + done; ++i) (void)scheduler.step(rate, 3.0);
    const double before = rate.value;
    CHECK(before < 1.0);
    scheduler.begin_stage();
    CHECK(scheduler.stage().index == 2);
    for (int i = 0; i < 9; ++i) CHECK(scheduler.step(rate, 3.0) == Decision::hold);
    CHECK(rate.value == before);
    CHECK(scheduler.stage().observations == 9);
  }
}

TEST_CASE("the evidence of each part of a training is that of who decided") {
  Scheduler scheduler{LatestValue{}, EveryInterval{3}, StageLimit{1},
                      Sequence{WarmUp{{.observations = 2, .factor = 10}}, Tail{{.share = 0.2}}}};
  LearningRate rate{0.1};
  std::vector<std::string> texts;
  std::vector<bool> begins;
  for (int i = 0; i < 6; ++i) {
    begins.push_back(scheduler.begins_stage());
    (void)scheduler.step(rate, 3.0);
    texts.push_back(printed(scheduler.evidence()));
  }
  CHECK(begins == std::vector<bool>{true, false, true, false, false, false});
  CHECK(texts ==
        std::vector<std::string>{
            "hold after 1 observation of stage 1: warm-up 1 observation < 2",
            "hold after 2 observations of stage 1: warm-up 2 observations >= 2",
            "hold after 1 observation of stage 1: count 1 < 3",
            "hold after 2 observations of stage 1: count 2 < 3",
            "hold after 3 observations of stage 1: count 3 = 3, stage 1 >= 1; the tail begins",
            "stop after 4 observations of stage 1: tail 1 observation >= 1"});
}

TEST_CASE("a state in which an action led that cannot lead is rejected") {
  Scheduler scheduler{LatestValue{}, EveryInterval{3}, StageLimit{1}, ScaleLearningRate{}};
  CHECK_FALSE(test::refusal(scheduler, "led = false", "led = true").empty());
  CHECK_FALSE(test::refusal(scheduler, "ending = false", "ending = true").empty());
  const AnyScheduler any{LatestValue{}, EveryInterval{3}, StageLimit{1},
                         ActionSequence({ScaleLearningRate{}})};
  CHECK_FALSE(test::refusal(any, "led = false", "led = true").empty());
}

TEST_CASE("Tail's options") {
  const auto message = [](Tail::Options options) {
    return test::message<std::invalid_argument>([options] { Tail action(options); });
  };
  CHECK(message({.share = -0.1}) == "Tail: share must be in [0, 1], got -0.1");
  CHECK(message({.floor = 1.5}) == "Tail: floor must be in [0, 1], got 1.5");
}
