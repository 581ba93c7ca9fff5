#include <doctest/doctest.h>

#include <autodecay/combination/any_of.hpp>
#include <autodecay/drop/relative_drop.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/no_improvement.hpp>
#include <autodecay/stability/relative_range.hpp>

using namespace autodecay;

TEST_CASE("AnyOf holds if one criterion holds") {
  AnyOf criterion{EveryInterval{2}, EveryInterval{3}};
  for (int observation = 1; observation <= 60; ++observation) {
    CAPTURE(observation);
    CHECK(criterion.update(0.0) == (observation % 2 == 0 || observation % 3 == 0));
  }
}

TEST_CASE("every criterion sees every level, independent of the other answers") {
  // If the interval's answer hid the second level, only one level would be without an improvement.
  AnyOf criterion{EveryInterval{2}, NoImprovement{{.patience = 2}}};
  CHECK_FALSE(criterion.update(1.0));
  CHECK(criterion.update(1.0));
  CHECK(criterion.update(1.0));
}

TEST_CASE("a plateau, or a number of observations at the latest") {
  AnyOf criterion{RelativeRange{{.window = 2}}, EveryInterval{4}};
  for (const double level : {8.0, 4.0, 2.0}) CHECK_FALSE(criterion.update(level));
  CHECK(criterion.update(1.0));
  CHECK(criterion.update(1.0));
}

TEST_CASE("drop criteria can be combined, too") {
  const AnyOf drop{RelativeDrop{{.ratio = 0.5}}, StageLimit{3}};
  CHECK(drop.significant({.index = 2, .level = 3.0, .previous_level = 4.0}));
  CHECK(drop.significant({.index = 3, .level = 1.0, .previous_level = 4.0}));
  CHECK_FALSE(drop.significant({.index = 3, .level = 3.0, .previous_level = 4.0}));
}

TEST_CASE("AnyOf measures the first criterion that holds, or the last") {
  AnyOf criterion{NoImprovement{{.patience = 1}}, EveryInterval{3}};
  criterion.update(1.0);
  CHECK(criterion.measure()->quantity == autodecay::quantities::count);
  CHECK_FALSE(criterion.measure()->holds());
  criterion.update(1.0);
  CHECK(criterion.measure()->quantity == autodecay::quantities::no_improvement);
  criterion.update(0.5);
  CHECK(criterion.measure()->quantity == autodecay::quantities::count);
  CHECK(criterion.measure()->holds());
}

static_assert(AnyOf<EveryInterval, EveryInterval>::counts_only);
static_assert(!AnyOf<EveryInterval, RelativeRange>::counts_only);
static_assert(StabilityCriterion<AnyOf<EveryInterval, RelativeRange>>);
static_assert(DropCriterion<AnyOf<RelativeDrop, StageLimit>>);
static_assert(!StabilityCriterion<AnyOf<RelativeDrop, StageLimit>>);
