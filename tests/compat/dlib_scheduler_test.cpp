#include "support/message.hpp"
#include "support/optimizers.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/compat/dlib_scheduler.hpp>

using namespace autodecay;
using autodecay::compat::DlibDecay;
using autodecay::compat::DlibPlateau;
using autodecay::compat::DlibScheduler;

TEST_CASE("DlibDecay multiplies each rate unless the new rate is below the floor") {
  const DlibDecay action{{.factor = 0.25, .floor = 0.125}};
  test::GroupedOptimizer optimizer{2.0, 0.5, 0.25, 0.1};
  CHECK(action(optimizer, Stage{}));
  CHECK(optimizer.rates() == std::vector{0.5, 0.125, 0.25, 0.1});
  CHECK(action(optimizer, Stage{}));
  CHECK(optimizer.rates() == std::vector{0.125, 0.125, 0.25, 0.1});
  CHECK_FALSE(action(optimizer, Stage{}));
}

TEST_CASE("DlibDecay's options") {
  CHECK(DlibDecay().options() == DlibDecay::Options{0.1, 1e-5});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](DlibDecay::Options options) {
    return test::message<std::invalid_argument>([options] { DlibDecay action(options); });
  };
  CHECK(message({.factor = 0.0}) == "DlibDecay: factor must be in (0, 1), got 0");
  CHECK(message({.factor = 1.0}) == "DlibDecay: factor must be in (0, 1), got 1");
  CHECK(message({.floor = nan}) == "DlibDecay: floor must be at least 0, got nan");
}

TEST_CASE("DlibScheduler is a Scheduler of dlib's policies") {
  const Scheduler scheduler{LatestValue{},
                            DlibPlateau{{.window = 30, .probability = 0.75, .discard = 0.25}},
                            Unlimited{},
                            DlibDecay{{.factor = 0.5, .floor = 1e-3}},
                            {.nonfinite_limit = 7}};
  const DlibScheduler same(
      {.window = 30, .probability = 0.75, .discard = 0.25, .factor = 0.5, .floor = 1e-3},
      {.nonfinite_limit = 7});
  CHECK(same == scheduler);
  CHECK(save(same) == save(scheduler));
  CHECK(DlibScheduler() == Scheduler{LatestValue{}, DlibPlateau{}, Unlimited{}, DlibDecay{}});
}

TEST_CASE("DlibScheduler stops at the plateau at which the next rate would be below the floor") {
  // A window of 4 is tested at every observation, and a decay empties it.
  DlibScheduler scheduler({.window = 4, .factor = 0.5, .floor = 0.25});
  LearningRate rate{1.0};
  std::string answers;
  for (int i = 0; i < 14; ++i) answers += ".ds"[static_cast<int>(scheduler.step(rate, 2.0))];
  CHECK(answers == "...d...d...sss");
  CHECK(rate.value == 0.25);
}
