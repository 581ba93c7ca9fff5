#include "support/message.hpp"
#include "support/optimizers.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/compat/pytorch_scheduler.hpp>

using namespace autodecay;
using autodecay::compat::PyTorchDecay;
using autodecay::compat::PyTorchPlateau;
using autodecay::compat::PyTorchScheduler;

TEST_CASE("PyTorchDecay multiplies each rate down to the floor") {
  const PyTorchDecay action{{.factor = 0.25, .floor = 0.2}};
  test::GroupedOptimizer optimizer{1.0, 0.5, 0.2, 0.1};
  CHECK(action(optimizer, Stage{}));
  CHECK(optimizer.rates() == std::vector{0.25, 0.2, 0.2, 0.1});
  CHECK(action(optimizer, Stage{}));  // the first rate still changes
  CHECK(optimizer.rates() == std::vector{0.2, 0.2, 0.2, 0.1});
  CHECK_FALSE(action(optimizer, Stage{}));
}

TEST_CASE("PyTorchDecay does not change a rate by the least change or less") {
  const PyTorchDecay action{{.factor = 0.5, .least_change = 0.25}};
  test::GroupedOptimizer optimizer{1.0, 0.5, 0.75};
  CHECK(action(optimizer, Stage{}));
  CHECK(optimizer.rates() == std::vector{0.5, 0.5, 0.375});
  CHECK_FALSE(action(optimizer, Stage{}));
}

TEST_CASE("PyTorchDecay's options") {
  CHECK(PyTorchDecay().options() == PyTorchDecay::Options{0.1, 0.0, 1e-8});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](PyTorchDecay::Options options) {
    return test::message<std::invalid_argument>([options] { PyTorchDecay action(options); });
  };
  CHECK(message({.factor = 0.0}) == "PyTorchDecay: factor must be in (0, 1], got 0");
  CHECK(message({.factor = 1.5}) == "PyTorchDecay: factor must be in (0, 1], got 1.5");
  CHECK(message({.floor = nan}) == "PyTorchDecay: floor must be at least 0, got nan");
  CHECK(message({.least_change = -1.0}) == "PyTorchDecay: least_change must be at least 0, got -1");
}

TEST_CASE("PyTorchScheduler is a Scheduler of PyTorch's policies") {
  const Scheduler scheduler{
      LatestValue{},
      PyTorchPlateau{
          {.patience = 3, .relative_margin = 0.25, .absolute_margin = 0.5, .cooldown = 2}},
      Unlimited{},
      PyTorchDecay{{.factor = 0.5, .floor = 1e-3, .least_change = 1e-6}},
      {.nonfinite_limit = 7}};
  const PyTorchScheduler same({.patience = 3,
                               .relative_margin = 0.25,
                               .absolute_margin = 0.5,
                               .cooldown = 2,
                               .factor = 0.5,
                               .floor = 1e-3,
                               .least_change = 1e-6},
                              {.nonfinite_limit = 7});
  CHECK(same == scheduler);
  CHECK(save(same) == save(scheduler));
  CHECK(PyTorchScheduler() ==
        Scheduler{LatestValue{}, PyTorchPlateau{}, Unlimited{}, PyTorchDecay{}});
}

TEST_CASE("PyTorchScheduler stops at a plateau at which no rate can be lowered") {
  PyTorchScheduler scheduler({.patience = 0, .factor = 0.5, .floor = 0.25});
  LearningRate rate{1.0};
  std::string answers;
  for (int i = 0; i < 6; ++i) answers += ".ds"[static_cast<int>(scheduler.step(rate, 2.0))];
  CHECK(answers == ".ddsss");
  CHECK(rate.value == 0.25);
}
