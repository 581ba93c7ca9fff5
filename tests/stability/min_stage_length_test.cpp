#include "support/message.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include <autodecay/stability/min_stage_length.hpp>

using autodecay::Measurement;
using autodecay::MinStageLength;

TEST_CASE("MinStageLength holds from its observation on") {
  MinStageLength criterion(3);
  CHECK(criterion.observations() == 3);
  for (int round = 0; round < 2; ++round) {
    CHECK_FALSE(criterion.update(1.0));
    CHECK_FALSE(criterion.update(0.0));
    for (int i = 0; i < 20; ++i) CHECK(criterion.update(-1.0));
    criterion.reset();
  }
}

TEST_CASE("MinStageLength measures its count") {
  MinStageLength criterion(2);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::count, 0.0, autodecay::Relation::at_least, 2.0});
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::count, 1.0, autodecay::Relation::at_least, 2.0});
  criterion.update(1.0);
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::count, 2.0, autodecay::Relation::at_least, 2.0});
}

TEST_CASE("MinStageLength needs at least one observation") {
  CHECK(test::message<std::invalid_argument>([] { MinStageLength criterion(0); }) ==
        "MinStageLength: observations must be at least 1, got 0");
  CHECK(MinStageLength(1).update(1.0));
}

static_assert(sizeof(MinStageLength) == 16);
