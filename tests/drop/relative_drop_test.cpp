#include "support/message.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

#include <doctest/doctest.h>

#include <autodecay/drop/relative_drop.hpp>

using autodecay::DropReference;
using autodecay::Measurement;
using autodecay::RelativeDrop;
using autodecay::Stage;

namespace {

const RelativeDrop from_first{
    {.ratio = 0.75, .epsilon = 0.0, .reference = DropReference::first_level}};
const RelativeDrop from_previous{
    {.ratio = 0.75, .epsilon = 0.0, .reference = DropReference::previous_level}};

Stage stage(std::int64_t index, double first_level, double level,
            std::optional<double> previous_level = {}) {
  return {.index = index,
          .observations = 9,
          .first_level = first_level,
          .level = level,
          .previous_level = previous_level};
}

}  // namespace

TEST_CASE("a drop to at most the ratio is significant") {
  CHECK(from_first.significant(stage(2, 8.0, 5.0)));
  CHECK(from_first.significant(stage(2, 8.0, 6.0)));  // the inequality is not strict
  CHECK_FALSE(from_first.significant(stage(2, 8.0, std::nextafter(6.0, 7.0))));
  CHECK_FALSE(from_first.significant(stage(2, 8.0, 9.0)));
  CHECK(from_first.drop_ratio(stage(2, 8.0, 2.0)) == 0.25);
}

TEST_CASE("the reference is the first level of the stage or the last level of the previous stage") {
  // The stage began at 2, after most of the improvement from 8.
  const Stage late = stage(2, 2.0, 1.75, 8.0);
  CHECK_FALSE(from_first.significant(late));
  CHECK(from_previous.significant(late));
  CHECK(from_previous.drop_ratio(late) == 0.21875);
}

TEST_CASE(
    "stage 1 is compared with the untrained loss, and without it always earns another stage") {
  for (const RelativeDrop& drop : {from_first, from_previous}) {
    // The stage began at 2 and did not improve.
    CHECK(drop.significant(stage(1, 2.0, 2.0)));
    CHECK(std::isnan(drop.drop_ratio(stage(1, 2.0, 2.0))));
    CHECK_FALSE(drop.measure(stage(1, 2.0, 2.0)).has_value());

    CHECK(drop.significant(stage(1, 2.0, 2.0, 8.0)));
    CHECK_FALSE(drop.significant(stage(1, 2.0, 2.0, 2.5)));
    CHECK(drop.measure(stage(1, 2.0, 2.0, 8.0)) ==
          Measurement{autodecay::quantities::drop_from_untrained, 0.25,
                      autodecay::Relation::at_most, 0.75});
  }
}

TEST_CASE("epsilon is added to both sides of the ratio") {
  const RelativeDrop coarse{
      {.ratio = 0.75, .epsilon = 1.0, .reference = DropReference::first_level}};
  CHECK(coarse.drop_ratio(stage(2, 3.0, 1.0)) == 0.5);
  CHECK(coarse.drop_ratio(stage(2, 0.0, 0.0)) == 1.0);
}

TEST_CASE("improvements to and from negative levels are drops, and rises are not") {
  CHECK(from_first.drop_ratio(stage(2, 2.0, -1.0)) == -0.5);
  CHECK(from_first.drop_ratio(stage(2, -1.0, -1.0)) == 1.0);
  CHECK(from_first.drop_ratio(stage(2, -1.0, -2.0)) == 0.0);
  CHECK(from_first.drop_ratio(stage(2, -1.0, -0.5)) == 1.5);
  CHECK(from_first.significant(stage(2, -8.0, -10.0)));
  CHECK_FALSE(from_first.significant(stage(2, -8.0, -9.0)));
  const RelativeDrop coarse{
      {.ratio = 0.75, .epsilon = 1.0, .reference = DropReference::first_level}};
  CHECK(coarse.drop_ratio(stage(2, -1.0, -2.0)) == 0.5);  // 1 - 1/(|-1| + 1)
}

TEST_CASE("0/0 is not a drop") {
  CHECK(std::isnan(from_first.drop_ratio(stage(2, 0.0, 0.0))));
  CHECK_FALSE(from_first.significant(stage(2, 0.0, 0.0)));
}

TEST_CASE("a finite level is a drop from infinity, and minus infinity from every finite level") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(from_first.significant(stage(2, infinity, 8.0)));
  CHECK_FALSE(from_first.significant(stage(2, infinity, infinity)));
  CHECK_FALSE(from_first.significant(stage(2, 8.0, infinity)));
  CHECK(from_first.significant(stage(2, 8.0, -infinity)));
  CHECK(from_first.significant(stage(2, -8.0, -infinity)));
  CHECK_FALSE(from_first.significant(stage(2, -infinity, -8.0)));
  CHECK_FALSE(from_first.significant(stage(2, -infinity, -infinity)));
}

TEST_CASE("RelativeDrop measures the ratio to its reference") {
  CHECK(
      from_first.measure(stage(2, 8.0, 6.0, 16.0)) ==
      Measurement{autodecay::quantities::drop_in_stage, 0.75, autodecay::Relation::at_most, 0.75});
  CHECK(
      from_first.measure(stage(2, 8.0, 7.0, 16.0)) ==
      Measurement{autodecay::quantities::drop_in_stage, 0.875, autodecay::Relation::at_most, 0.75});
  CHECK(from_previous.measure(stage(2, 8.0, 4.0, 16.0)) ==
        Measurement{autodecay::quantities::drop_from_previous_stage, 0.25,
                    autodecay::Relation::at_most, 0.75});
}

TEST_CASE("RelativeDrop's options") {
  CHECK(RelativeDrop().options() ==
        RelativeDrop::Options{0.95, 1e-12, DropReference::previous_level});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](RelativeDrop::Options options) {
    return test::message<std::invalid_argument>([options] { RelativeDrop drop(options); });
  };
  CHECK(message({.ratio = 0.0}) == "RelativeDrop: ratio must be greater than 0, got 0");
  CHECK(message({.ratio = nan}) == "RelativeDrop: ratio must be greater than 0, got nan");
  CHECK(message({.epsilon = -1e-9}) == "RelativeDrop: epsilon must be at least 0, got -1e-09");
  CHECK(message({.epsilon = nan}) == "RelativeDrop: epsilon must be at least 0, got nan");
  CHECK(message({.ratio = 2.0}).empty());
}

static_assert(sizeof(RelativeDrop) == 24);
