#include "support/message.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include <autodecay/stability/at_least.hpp>

using autodecay::AtLeast;
using autodecay::Measurement;

TEST_CASE("AtLeast holds from its observation on") {
  AtLeast criterion(3);
  CHECK(criterion.observations() == 3);
  for (int round = 0; round < 2; ++round) {
    CHECK_FALSE(criterion.update(1.0));
    CHECK_FALSE(criterion.update(0.0));
    for (int i = 0; i < 20; ++i) CHECK(criterion.update(-1.0));
    criterion.reset();
  }
}

TEST_CASE("what AtLeast measures") {
  AtLeast criterion(2);
  CHECK(criterion.measure() == Measurement{"count", 0.0, "", "<", 2.0, false});
  criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{"count", 1.0, "", "<", 2.0, false});
  criterion.update(1.0);
  criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{"count", 2.0, "", ">=", 2.0, true});
}

TEST_CASE("AtLeast wants at least one observation") {
  CHECK(test::message<std::invalid_argument>([] { AtLeast criterion(0); }) ==
        "AtLeast: observations must be at least 1, got 0");
  CHECK(AtLeast(1).update(1.0));
}

static_assert(sizeof(AtLeast) == 16);
