#include "support/losses.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <list>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>

using namespace autodecay;

namespace {

/// Stable at every third observation, with at most three stages.
Scheduler<LatestValue, EveryInterval, StageLimit, ScaleLearningRate> thirds() {
  return Scheduler{LatestValue{}, EveryInterval{3}, StageLimit{3}, ScaleLearningRate{}};
}

}  // namespace

TEST_CASE("replay finds the stages and ends after a stop") {
  const auto stages = replay(thirds(), std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  REQUIRE(stages.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto n = static_cast<std::int64_t>(i);
    CHECK(stages[i].first == 3 * n + 1);
    CHECK(stages[i].last == 3 * n + 3);
    CHECK(stages[i].evidence.stage.index == n + 1);
    CHECK(stages[i].evidence.stage.level == static_cast<double>(3 * n + 3));
  }
  CHECK(stages[0].evidence.decision == Decision::decay);
  CHECK(stages[1].evidence.decision == Decision::decay);
  CHECK(stages[2].evidence.decision == Decision::stop);
}

TEST_CASE("a record can end within a stage") {
  const auto stages = replay(thirds(), std::vector<double>{1, 2, 3, 4, 5});
  REQUIRE(stages.size() == 2);
  CHECK(stages[1].first == 4);
  CHECK(stages[1].last == 5);
  CHECK(stages[1].evidence.decision == Decision::hold);
  CHECK(stages[1].evidence.stage.observations == 2);
}

TEST_CASE("a record that ends with a decay leaves no empty stage") {
  CHECK(replay(thirds(), std::vector<double>{1, 2, 3}).size() == 1);
  CHECK(replay(thirds(), std::vector<double>{}).empty());
}

TEST_CASE("the losses of a warm-up belong to no stage") {
  Scheduler scheduler{LatestValue{}, EveryInterval{3}, Unlimited{},
                      Sequence{WarmUp{{.observations = 5, .factor = 10}}, ScaleLearningRate{}}};
  const auto stages = replay(scheduler, std::vector<double>(12, 1.0));
  REQUIRE(stages.size() == 3);
  CHECK(stages[0].first == 6);
  CHECK(stages[0].last == 8);
  CHECK(stages[1].first == 9);
  CHECK(stages[2].last == 12);

  // A non-finite loss right after it belongs to stage 1.
  std::vector<double> losses(9, 1.0);
  losses[5] = std::numeric_limits<double>::quiet_NaN();
  CHECK(replay(scheduler, losses).at(0).first == 6);
  CHECK(replay(scheduler, losses).at(0).last == 9);
}

TEST_CASE("a record can be any range of numbers") {
  const auto expected = replay(thirds(), std::vector<double>{1, 2, 3, 4});
  CHECK((replay(thirds(), std::list<int>{1, 2, 3, 4}) == expected));
  CHECK((replay(thirds(), std::array<float, 4>{1, 2, 3, 4}) == expected));
}

TEST_CASE("non-finite losses take up a position") {
  const double bad = std::numeric_limits<double>::quiet_NaN();
  const auto stages = replay(thirds(), std::vector<double>{1, bad, 2, bad, 3, 4});
  REQUIRE(stages.size() == 2);
  CHECK(stages[0].last == 5);
  CHECK(stages[0].evidence.stage.observations == 3);
  CHECK(stages[1].first == 6);
}

TEST_CASE("a scheduler that has observed losses continues its stage and is not modified") {
  auto scheduler = thirds();
  (void)scheduler.observe(9.0);
  (void)scheduler.observe(9.0);
  const auto before = scheduler;
  const auto stages = replay(scheduler, std::vector<double>{1, 2, 3, 4});
  REQUIRE(stages.size() == 2);
  CHECK(stages[0].last == 1);
  CHECK(stages[0].evidence.stage.observations == 3);
  CHECK(stages[1].last == 4);
  CHECK(scheduler == before);
}

TEST_CASE("replay decides as the scheduler does") {
  const auto losses = test::noisy_descent(800);
  const AutoDecay fresh({.window = 8, .tolerance = 0.0625});
  auto scheduler = fresh;
  std::vector<std::int64_t> ends;
  for (std::size_t i = 0; i < losses.size(); ++i)
    if (scheduler.observe(losses[i]) != Decision::hold) {
      ends.push_back(static_cast<std::int64_t>(i + 1));
      if (scheduler.evidence().decision == Decision::stop) break;
    }
  REQUIRE(ends.size() >= 2);
  const auto stages = replay(fresh, losses);
  REQUIRE(stages.size() >= ends.size());
  for (std::size_t i = 0; i < ends.size(); ++i) CHECK(stages[i].last == ends[i]);
}

namespace {
/// Not a Scheduler, but an Observer.
struct Negative {
  Decision observe(double loss) { return latest = loss < 0.0 ? Decision::decay : Decision::hold; }
  [[nodiscard]] Evidence evidence() const { return {latest, {}, {}, {}, 0}; }
  Decision latest = Decision::hold;
};
struct Silent {
  Decision observe(double) { return Decision::hold; }
};
static_assert(Observer<Negative> && Observer<AutoDecay> && !Observer<Silent> && !Observer<double>);
}  // namespace

TEST_CASE("any observer can be replayed") {
  const auto stages = replay(Negative{}, std::vector<double>{1, -1, 1, 1});
  REQUIRE(stages.size() == 2);
  CHECK(stages[0].last == 2);
  CHECK(stages[0].evidence.decision == Decision::decay);
}

TEST_CASE("non-finite losses right after a decay belong to the new stage") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto stages = replay(StepDecay({.interval = 3}), std::vector<double>{1, 2, 3, nan});
  REQUIRE(stages.size() == 2);
  CHECK(stages[1].first == 4);
  CHECK(stages[1].last == 4);
  CHECK(stages[1].evidence.decision == Decision::hold);
  CHECK(stages[1].evidence.stage.index == 2);
  CHECK(stages[1].evidence.consecutive_nonfinite == 1);
}
