#include "support/decisions.hpp"
#include "support/message.hpp"

#include <stdexcept>
#include <type_traits>

#include <doctest/doctest.h>

#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/reduce_on_plateau.hpp>

using namespace autodecay;
using test::decisions;

TEST_CASE("ReduceOnPlateau decays after patience observations without improvement, never stops") {
  ReduceOnPlateau scheduler{{.patience = 2}};
  CHECK(decisions(scheduler, {4, 3, 3, 3, 3, 3, 3, 1, 1, 1}) == "...d..d..d");
}

TEST_CASE("the rate does not go below the floor") {
  ReduceOnPlateau scheduler{{.patience = 1, .factor = 0.5, .floor = 0.2}};
  double rate = 1.0;
  for (int i = 0; i < 20; ++i) CHECK(scheduler.step(rate, 1.0) != Decision::stop);
  CHECK(rate == 0.2);
}

TEST_CASE("ReduceOnPlateau is a Scheduler of NoImprovement") {
  CHECK(ReduceOnPlateau{{.patience = 5,
                         .relative_margin = 0.5,
                         .absolute_margin = 0.25,
                         .factor = 0.5,
                         .floor = 0.125},
                        {.nonfinite_limit = 3}} ==
        Scheduler{LatestValue{},
                  NoImprovement{{.patience = 5, .relative_margin = 0.5, .absolute_margin = 0.25}},
                  Unlimited{},
                  ScaleLearningRate{{.factor = 0.5, .floor = 0.125}},
                  {.nonfinite_limit = 3}});
  CHECK(ReduceOnPlateau{} ==
        Scheduler{LatestValue{}, NoImprovement{}, Unlimited{}, ScaleLearningRate{}});
}

TEST_CASE("options out of range get the message of their policy") {
  const auto message = [](ReduceOnPlateauOptions options) {
    return test::message<std::invalid_argument>([options] { ReduceOnPlateau scheduler(options); });
  };
  CHECK(message({.patience = 0}) ==
        "NoImprovement: patience must be at least 1 observation, got 0");
  CHECK(message({.relative_margin = -1.0}) ==
        "NoImprovement: relative_margin must be at least 0, got -1");
  CHECK(message({.absolute_margin = -1.0}) ==
        "NoImprovement: absolute_margin must be at least 0, got -1");
  CHECK(message({.factor = 0.0}) == "ScaleLearningRate: factor must be in (0, 1], got 0");
  CHECK(message({.floor = -1.0}) == "ScaleLearningRate: floor must be at least 0, got -1");
}

// Deduced as the class comment shows it.
static_assert(std::is_same_v<decltype(ReduceOnPlateau{}), ReduceOnPlateau<>>);
static_assert(
    std::is_same_v<decltype(ReduceOnPlateau{{.patience = 5, .factor = 0.5}}), ReduceOnPlateau<>>);
static_assert(
    std::is_same_v<decltype(ReduceOnPlateau{ExponentialMovingAverage{0.9}, NoImprovement{},
                                            Unlimited{}, ScaleLearningRate{}}),
                   ReduceOnPlateau<ExponentialMovingAverage>>);
static_assert(std::is_same_v<decltype(ReduceOnPlateau{LatestValue{},
                                                      NoImprovement{},
                                                      StageLimit{3},
                                                      ScaleLearningRate{},
                                                      {.nonfinite_limit = 3}}),
                             ReduceOnPlateau<LatestValue, NoImprovement, StageLimit>>);
