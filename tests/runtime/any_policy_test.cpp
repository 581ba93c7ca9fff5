#include "support/losses.hpp"
#include "support/message.hpp"

#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>
#include <autodecay/runtime/any_policy.hpp>

using namespace autodecay;
using namespace autodecay::runtime;

namespace {

/// A policy in one function, without a saved form.
struct TwoRises {
  int rises = 0;
  double previous = 0.0;

  bool update(double level) noexcept {
    rises = level > previous ? rises + 1 : 0;
    previous = level;
    return rises >= 2;
  }
  bool operator==(const TwoRises&) const = default;
};

static_assert(MovingAverage<AnyAverage> && StabilityCriterion<AnyCriterion> &&
              DropCriterion<AnyDrop> && DecayAction<AnyAction, LearningRate>);
static_assert(!std::is_constructible_v<AnyAverage, RelativeRange> &&
              !std::is_constructible_v<AnyCriterion, ExponentialMovingAverage> &&
              !std::is_constructible_v<AnyDrop, ScaleLearningRate> &&
              !std::is_constructible_v<AnyAction, Unlimited>);
static_assert(std::is_nothrow_move_constructible_v<AnyCriterion>);

}  // namespace

TEST_CASE("an erased policy answers, measures and is saved as the policy it holds") {
  AnyAverage average = SimpleMovingAverage(7);
  SimpleMovingAverage plain_average(7);
  AnyCriterion criterion = RelativeRange{{.window = 4, .tolerance = 0.25}};
  RelativeRange plain_criterion{{.window = 4, .tolerance = 0.25}};
  int stable = 0;
  for (const double loss : test::noisy_descent(500)) {
    const double level = average.update(loss);
    REQUIRE(level == plain_average.update(loss));
    const bool holds = criterion.update(level);
    REQUIRE(holds == plain_criterion.update(level));
    REQUIRE(criterion.measure() == plain_criterion.measure());
    stable += holds ? 1 : 0;
  }
  CHECK(stable > 0);
  CHECK(save(average) == save(plain_average));
  CHECK(save(criterion) == save(plain_criterion));

  const AnyDrop drop = RelativeDrop{};
  const Stage stage{.observations = 5, .first_level = 1.0, .level = 0.9};
  CHECK(drop.significant(stage));
  CHECK(drop.measure(stage) == RelativeDrop{}.measure(stage));
}

TEST_CASE("erased policies are values") {
  AnyCriterion criterion = NoImprovement{{.patience = 2}};
  const AnyCriterion fresh = criterion;
  criterion.update(1.0);
  AnyCriterion copy = criterion;
  CHECK(copy == criterion);
  CHECK_FALSE(copy == fresh);
  copy.update(1.0);
  CHECK_FALSE(copy == criterion);
  copy = criterion;
  CHECK(copy == criterion);
  copy.reset();
  CHECK(copy == fresh);
  CHECK_FALSE(fresh == AnyCriterion(NoImprovement{{.patience = 3}}));
  CHECK_FALSE(fresh == AnyCriterion(RelativeRange{}));
  CHECK(fresh.get_if<NoImprovement>()->options().patience == 2);
  CHECK(fresh.get_if<RelativeRange>() == nullptr);
}

TEST_CASE("a policy of one function is reset, and cannot be saved") {
  AnyCriterion criterion = TwoRises{};
  const AnyCriterion fresh = criterion;
  CHECK_FALSE(criterion.update(1.0));
  CHECK(criterion.update(2.0));
  CHECK_FALSE(criterion.measure());
  criterion.begin_stage();
  CHECK(criterion == fresh);
  CHECK(test::message<ArchiveError>([&] { (void)save(criterion); }) ==
        "a policy that is saved needs: static void archive(auto& self, auto& ar)");
}

TEST_CASE("erased policies that would be restored to different states differ") {
  struct Budget {
    int left = 0;
    bool update(double) noexcept { return --left <= 0; }
    bool operator==(const Budget&) const = default;
  };
  AnyCriterion spent = Budget{3};
  const AnyCriterion fresh = Budget{2};
  CHECK_FALSE(spent.update(1.0));
  CHECK(*spent.get_if<Budget>() == *fresh.get_if<Budget>());
  CHECK_FALSE(spent == fresh);  // 3 and 2 after begin_stage()
}

TEST_CASE("an erased action reports whether it changed anything") {
  AnyAction action = ScaleLearningRate{{.factor = 0.5, .floor = 0.25}};
  LearningRate rate{1.0};
  CHECK(action(rate, Stage{}));
  CHECK(action(rate, Stage{}));
  CHECK_FALSE(action(rate, Stage{}));
  CHECK(rate.value == 0.25);
}

TEST_CASE("a saved policy of another type is refused") {
  AnyAverage average = ExponentialMovingAverage{};
  average.update(1.0);
  const AnyAverage before = average;
  CHECK(test::message<ArchiveError>([&] { load(save(LatestValue{}), average); }) ==
        "autodecay archive, line 2: 'type' must be 'ExponentialMovingAverage', found "
        "'LatestValue'");
  CHECK(average == before);
}
