#include "support/message.hpp"

#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/compat/keras_scheduler.hpp>

using namespace autodecay;
using autodecay::compat::KerasPlateau;
using autodecay::compat::KerasScheduler;

TEST_CASE("KerasScheduler is a Scheduler of Keras' policies") {
  const Scheduler scheduler{LatestValue{},
                            KerasPlateau{{.patience = 3, .absolute_margin = 0.5, .cooldown = 2}},
                            Unlimited{},
                            ScaleLearningRate{{.factor = 0.5, .floor = 1e-3}},
                            {.nonfinite_limit = 7}};
  const KerasScheduler same(
      {.patience = 3, .absolute_margin = 0.5, .cooldown = 2, .factor = 0.5, .floor = 1e-3},
      {.nonfinite_limit = 7});
  CHECK(same == scheduler);
  CHECK(save(same) == save(scheduler));
  CHECK(KerasScheduler() ==
        Scheduler{LatestValue{}, KerasPlateau{}, Unlimited{}, ScaleLearningRate{}});
}

TEST_CASE("KerasScheduler decays to the floor and stops there") {
  KerasScheduler scheduler({.patience = 1, .factor = 0.25, .floor = 0.1});
  LearningRate rate{1.0};
  std::string answers;
  for (int i = 0; i < 5; ++i) answers += ".ds"[static_cast<int>(scheduler.step(rate, 2.0))];
  CHECK(answers == ".ddss");
  CHECK(rate.value == 0.1);
}

TEST_CASE("KerasScheduler rejects what its policies reject") {
  CHECK(test::message<std::invalid_argument>([] { KerasScheduler scheduler({.patience = 0}); }) ==
        "KerasPlateau: patience must be at least 1 observation, got 0");
  CHECK(test::message<std::invalid_argument>([] { KerasScheduler scheduler({.factor = 2.0}); }) ==
        "ScaleLearningRate: factor must be in (0, 1], got 2");
}
