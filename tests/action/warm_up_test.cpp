#include "support/message.hpp"
#include "support/near.hpp"
#include "support/optimizers.hpp"
#include "support/printed.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>

using namespace autodecay;
using test::printed;

namespace {

/// Without smoothing, stable after two losses within 10 %.
auto scheduler_with(auto action) {
  return Scheduler{LatestValue{}, RelativeRange{{.window = 2, .tolerance = 0.1}}, StageLimit{2},
                   action};
}

}  // namespace

TEST_CASE("a warm-up raises the rates in equal steps, whatever the losses") {
  auto scheduler =
      scheduler_with(Sequence{WarmUp{{.observations = 4, .factor = 5.0}}, ScaleLearningRate{}});
  test::GroupedOptimizer optimizer{0.1, 1.0};
  std::vector<double> rates;
  for (int i = 0; i < 4; ++i) {
    CHECK(scheduler.step(optimizer, 7.0) == Decision::hold);
    rates.push_back(optimizer.rates()[1]);
    CHECK(test::near(optimizer.rates()[0], 0.1 * rates.back(), 1e-15));
  }
  CHECK(rates == std::vector{2.0, 3.0, 4.0, 5.0});
  CHECK(scheduler.step(optimizer, 7.0) == Decision::hold);
  CHECK(optimizer.rates()[1] == 5.0);
}

TEST_CASE("stage 1 begins after the warm-up") {
  auto scheduler =
      scheduler_with(Sequence{WarmUp{{.observations = 3, .factor = 2.0}}, ScaleLearningRate{}});
  scheduler.begin(9.0);
  LearningRate rate{1.0};
  for (int i = 0; i < 3; ++i) (void)scheduler.step(rate, 7.0);
  CHECK(printed(scheduler.evidence()) ==
        "hold after 3 observations of stage 1: warm-up 3 observations >= 3");

  CHECK(scheduler.step(rate, 6.0) == Decision::hold);
  CHECK(
      scheduler.stage() ==
      Stage{
          .index = 1, .observations = 1, .first_level = 6.0, .level = 6.0, .previous_level = 9.0});
  CHECK(scheduler.step(rate, 6.0) == Decision::decay);
  CHECK(rate.value == 0.2);
}

TEST_CASE("a stage that the caller begins during a warm-up is stage 1 still") {
  const auto begun_after = [](int count) {
    auto scheduler =
        scheduler_with(Sequence{WarmUp{{.observations = 2, .factor = 2.0}}, ScaleLearningRate{}});
    scheduler.begin(9.0);
    LearningRate rate{1.0};
    for (int i = 0; i < count; ++i) (void)scheduler.step(rate, 7.0);
    scheduler.begin_stage();
    CHECK(scheduler.stage() == Stage{.previous_level = 9.0});
    for (int i = count; i < 2; ++i) (void)scheduler.step(rate, 7.0);
    CHECK(rate.value == 2.0);
    CHECK(scheduler.step(rate, 6.0) == Decision::hold);
    CHECK(scheduler.step(rate, 6.0) == Decision::decay);
    return scheduler;
  };
  CHECK(begun_after(1) == begun_after(2));
}

TEST_CASE("the end of a warm-up is no decay to a criterion that begins a cooldown after one") {
  Scheduler scheduler{LatestValue{}, compat::PyTorchPlateau{{.patience = 0, .cooldown = 3}},
                      Unlimited{},
                      Sequence{WarmUp{{.observations = 1, .factor = 1.0}}, ScaleLearningRate{}}};
  LearningRate rate{1.0};
  for (int i = 0; i < 2; ++i) CHECK(scheduler.step(rate, 1.0) == Decision::hold);
  CHECK(scheduler.step(rate, 1.0) == Decision::decay);
}

TEST_CASE("no warm-up leads no observation") {
  auto scheduler =
      scheduler_with(Sequence{WarmUp{{.observations = 0, .factor = 10}}, ScaleLearningRate{}});
  LearningRate rate{1.0};
  CHECK(scheduler.step(rate, 7.0) == Decision::hold);
  CHECK(scheduler.step(rate, 7.0) == Decision::decay);
  CHECK(rate.value == 0.1);
}

TEST_CASE("a non-finite loss is no observation of a warm-up") {
  auto scheduler = scheduler_with(WarmUp{{.observations = 2, .factor = 3.0}});
  LearningRate rate{1.0};
  (void)scheduler.step(rate, 7.0);
  (void)scheduler.step(rate, std::numeric_limits<double>::quiet_NaN());
  CHECK(rate.value == 2.0);
  (void)scheduler.step(rate, 7.0);
  CHECK(rate.value == 3.0);
}

TEST_CASE("the last rate of a warm-up is made up for in stage 1") {
  auto scheduler = scheduler_with(WarmUp{{.observations = 2, .factor = 3.0}});
  test::FailingOptimizer optimizer(1.0, 2);
  CHECK(scheduler.step(optimizer, 7.0) == Decision::hold);
  CHECK_THROWS_AS((void)scheduler.step(optimizer, 7.0), std::runtime_error);
  CHECK(scheduler.step(optimizer, 7.0) == Decision::hold);
  CHECK(optimizer.get_learning_rate() == 3.0);

  auto observing = scheduler_with(WarmUp{{.observations = 1, .factor = 3.0}});
  LearningRate rate{1.0};
  CHECK(observing.observe(7.0) == Decision::hold);  // sets no rate
  CHECK(observing.step(rate, 7.0) == Decision::hold);
  CHECK(rate.value == 3.0);
}

TEST_CASE("a rate that an optimizer failed to set is made up for at the next observation") {
  auto scheduler = scheduler_with(WarmUp{{.observations = 4, .factor = 5.0}});
  test::FailingOptimizer optimizer(1.0, 2);
  CHECK(scheduler.step(optimizer, 7.0) == Decision::hold);
  CHECK_THROWS_AS((void)scheduler.step(optimizer, 7.0), std::runtime_error);
  CHECK(scheduler.stage().observations == 2);  // the decision stands
  CHECK(optimizer.get_learning_rate() == 2.0);
  CHECK(scheduler.step(optimizer, 7.0) == Decision::hold);
  CHECK(optimizer.get_learning_rate() == 4.0);
}

TEST_CASE("WarmUp's options") {
  const auto message = [](WarmUp::Options options) {
    return test::message<std::invalid_argument>([options] { WarmUp action(options); });
  };
  CHECK(message({.observations = -1, .factor = 2}) ==
        "WarmUp: observations must be at least 0, got -1");
  CHECK(message({.observations = 5, .factor = 0.5}) ==
        "WarmUp: factor must be at least 1 and finite, got 0.5");
}
