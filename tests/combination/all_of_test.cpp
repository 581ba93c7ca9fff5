#include <doctest/doctest.h>

#include <autodecay/combination/all_of.hpp>
#include <autodecay/drop/relative_drop.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/min_stage_length.hpp>
#include <autodecay/stability/no_improvement.hpp>
#include <autodecay/stability/relative_range.hpp>

using namespace autodecay;

TEST_CASE("AllOf holds if all criteria hold") {
  AllOf criterion{EveryInterval{2}, EveryInterval{3}};
  for (int observation = 1; observation <= 60; ++observation) {
    CAPTURE(observation);
    CHECK(criterion.update(0.0) == (observation % 6 == 0));
  }
}

TEST_CASE("every criterion sees every level, independent of the other answers") {
  // If the answers of MinStageLength hid levels from RelativeRange, its window would not be full at
  // the third level.
  AllOf criterion{MinStageLength{3}, RelativeRange{{.window = 3}}};
  CHECK_FALSE(criterion.update(1.0));
  CHECK_FALSE(criterion.update(1.0));
  CHECK(criterion.update(1.0));
  AllOf reversed{RelativeRange{{.window = 3}}, MinStageLength{3}};
  CHECK_FALSE(reversed.update(1.0));
  CHECK_FALSE(reversed.update(1.0));
  CHECK(reversed.update(1.0));
}

TEST_CASE("drop criteria can be combined, too") {
  const AllOf drop{RelativeDrop{{.ratio = 0.5}}, StageLimit{3}};
  CHECK(drop.significant({.index = 2, .level = 1.0, .previous_level = 4.0}));
  CHECK_FALSE(drop.significant({.index = 3, .level = 1.0, .previous_level = 4.0}));
  CHECK_FALSE(drop.significant({.index = 2, .level = 3.0, .previous_level = 4.0}));
}

TEST_CASE("AllOf measures the first criterion that does not hold, or the last") {
  AllOf criterion{MinStageLength{2}, NoImprovement{{.patience = 2}}};
  criterion.update(1.0);
  CHECK(criterion.measure()->quantity == autodecay::quantities::count);
  criterion.update(1.0);
  CHECK(criterion.measure()->quantity == autodecay::quantities::no_improvement);
  CHECK_FALSE(criterion.measure()->holds());
  criterion.update(1.0);
  CHECK(criterion.measure()->quantity == autodecay::quantities::no_improvement);
  CHECK(criterion.measure()->holds());

  const AllOf drop{RelativeDrop{{.ratio = 0.5}}, StageLimit{3}};
  CHECK(drop.measure(Stage{.index = 3, .level = 3.0, .previous_level = 4.0})->quantity ==
        autodecay::quantities::drop_from_previous_stage);
  CHECK(drop.measure(Stage{.index = 3, .level = 1.0, .previous_level = 4.0})->quantity ==
        autodecay::quantities::stage);
}

static_assert(AllOf<MinStageLength, EveryInterval>::counts_only);
static_assert(!AllOf<MinStageLength, RelativeRange>::counts_only);
static_assert(StabilityCriterion<AllOf<MinStageLength, RelativeRange>>);
static_assert(!DropCriterion<AllOf<MinStageLength, RelativeRange>>);
static_assert(DropCriterion<AllOf<RelativeDrop, StageLimit>>);
static_assert(!StabilityCriterion<AllOf<RelativeDrop, StageLimit>>);
static_assert(!StabilityCriterion<AllOf<MinStageLength, StageLimit>>);
