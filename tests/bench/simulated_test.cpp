#include "detection/simulated.hpp"

#include "support/message.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace detection;

namespace {

Family always_after(std::size_t row) {
  return {"after", {{"row", [row](const PlannedStage&) { return std::optional(row); }}}};
}

const Family never = {
    "never", {{"never", [](const PlannedStage&) { return std::optional<std::size_t>(); }}}};

std::string error_with(SimulationOptions options) {
  return test::message<std::invalid_argument>([&] { (void)simulate(std::vector{never}, options); });
}

}  // namespace

TEST_CASE("firing before the end is a false alarm, and firing later has a delay") {
  // The stages end at 175, 233, 201 and 51 (exponential, power, staircase, linear).
  const std::vector<Family> families = {always_after(200), never};
  const std::vector<SimulatedScores> scores =
      simulate(families, {.runs = 3, .length = 300, .limit = 250});
  REQUIRE(scores.size() == 2);
  REQUIRE(scores[0].stages.size() == 16);
  for (const SimulatedScores::OfShape& stage : scores[0].stages) {
    CAPTURE(to_string(stage.shape));
    CHECK(stage.score.runs == 3);
    CHECK(stage.score.missed == 0);
    const bool is_early = stage.end > 200;
    CHECK(is_early == (stage.shape == Shape::power || stage.shape == Shape::staircase));
    CHECK(stage.score.false_alarms == (is_early ? 3 : 0));
    CHECK(stage.score.delays ==
          (is_early ? std::vector<double>()
                    : std::vector<double>(3, 200.0 - static_cast<double>(stage.end))));
  }
  REQUIRE(scores[0].falls.size() == 4);
  for (const SimulatedScores::OfFall& fall : scores[0].falls) {
    CHECK(fall.score.mean() == 200.0);
    CHECK(fall.score.silent == 0);
  }
  for (const SimulatedScores::OfShape& stage : scores[1].stages) CHECK(stage.score.missed == 3);
  for (const SimulatedScores::OfFall& fall : scores[1].falls) {
    CHECK(fall.score.mean() == 250.0);
    CHECK(fall.score.silent == 3);
  }
}

TEST_CASE("firing exactly at the end is no false alarm") {
  const std::vector<SimulatedScores> scores =
      simulate(std::vector{always_after(51)}, {.runs = 1, .length = 300, .limit = 1});
  const SimulatedScores::OfShape& linear = scores[0].stages.back();
  REQUIRE(linear.shape == Shape::linear);
  CHECK(linear.score.false_alarms == 0);
  CHECK(linear.score.delays == std::vector{0.0});
}

TEST_CASE("runs differ, but simulations with the same seed are equal") {
  std::vector<double> firsts;
  const Family spy = {"spy", {{"", [&](const PlannedStage& stage) {
                                 firsts.push_back(stage.losses[0]);
                                 return std::optional<std::size_t>(1);
                               }}}};
  (void)simulate(std::vector{spy}, {.runs = 2, .length = 300, .limit = 1});
  const std::vector<double> before = firsts;
  CHECK(before[0] != before[1]);
  firsts.clear();
  (void)simulate(std::vector{spy}, {.runs = 2, .length = 300, .limit = 1});
  CHECK(firsts == before);
}

TEST_CASE("options out of range are rejected") {
  CHECK(error_with({.runs = 0}) == "simulation: runs must be at least 1, got 0");
  CHECK(error_with({.lookahead = 0}) ==
        "simulation: lookahead must be at least 1 observation, got 0");
  CHECK(error_with({.fall = 1.0}) == "simulation: fall must be in (0, 1), got 1");
  CHECK(error_with({.tolerance = 0.0}) == "simulation: tolerance must be greater than 0, got 0");
  CHECK(error_with({.floor = 2.0}) == "TrueLoss: start must be at least 2 and finite, got 1");
  CHECK(error_with({.level = -1.0}) == "simulation: level must be at least 0 and finite, got -1");
  CHECK(error_with({.length = 100}) ==
        "simulation: a stage of shape exponential does not end within its length of 100 "
        "observations");
}
