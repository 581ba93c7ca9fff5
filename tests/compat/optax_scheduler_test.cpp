#include "support/message.hpp"

#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/compat/optax_scheduler.hpp>

using namespace autodecay;
using autodecay::compat::OptaxPlateau;
using autodecay::compat::OptaxScheduler;

TEST_CASE("OptaxScheduler is a Scheduler of optax' policies") {
  const Scheduler scheduler{LatestValue{},
                            OptaxPlateau{{.patience = 3,
                                          .relative_margin = 0.25,
                                          .absolute_margin = 0.5,
                                          .cooldown = 2,
                                          .interval = 5}},
                            Unlimited{},
                            ScaleLearningRate{{.factor = 0.5, .floor = 1e-3}},
                            {.nonfinite_limit = 7}};
  const OptaxScheduler same({.patience = 3,
                             .relative_margin = 0.25,
                             .absolute_margin = 0.5,
                             .cooldown = 2,
                             .interval = 5,
                             .factor = 0.5,
                             .floor = 1e-3},
                            {.nonfinite_limit = 7});
  CHECK(same == scheduler);
  CHECK(save(same) == save(scheduler));
  CHECK(OptaxScheduler() ==
        Scheduler{LatestValue{}, OptaxPlateau{}, Unlimited{}, ScaleLearningRate{}});
}

TEST_CASE("OptaxScheduler decays at the end of a block, down to the floor, and stops there") {
  OptaxScheduler scheduler({.patience = 1, .interval = 2, .factor = 0.25, .floor = 0.1});
  LearningRate scale{1.0};
  std::string answers;
  for (int i = 0; i < 9; ++i) answers += ".ds"[static_cast<int>(scheduler.step(scale, 2.0))];
  CHECK(answers == "...d.d.ss");
  CHECK(scale.value == 0.1);
}

TEST_CASE("OptaxScheduler rejects what its policies reject") {
  CHECK(test::message<std::invalid_argument>([] { OptaxScheduler scheduler({.floor = -1.0}); }) ==
        "ScaleLearningRate: floor must be at least 0, got -1");
}
