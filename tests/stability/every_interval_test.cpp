#include "support/message.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include <autodecay/stability/every_interval.hpp>

using autodecay::EveryInterval;
using autodecay::Measurement;

TEST_CASE("EveryInterval holds at every interval-th observation") {
  for (const int interval : {1, 2, 3, 30}) {
    EveryInterval criterion(interval);
    CHECK(criterion.interval() == interval);
    for (int observation = 1; observation <= 200; ++observation) {
      CAPTURE(interval);
      CAPTURE(observation);
      CHECK(criterion.update(1.0) == (observation % interval == 0));
    }
  }
}

TEST_CASE("a new stage begins a new interval") {
  EveryInterval criterion(3);
  criterion.update(1.0);
  criterion.update(1.0);
  criterion.reset();
  CHECK_FALSE(criterion.update(1.0));
  CHECK_FALSE(criterion.update(1.0));
  CHECK(criterion.update(1.0));
}

TEST_CASE("EveryInterval measures its count") {
  EveryInterval criterion(2);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::count, 0.0, autodecay::Relation::equal, 2.0});
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::count, 1.0, autodecay::Relation::equal, 2.0});
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::count, 2.0, autodecay::Relation::equal, 2.0});
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::count, 1.0, autodecay::Relation::equal, 2.0});
}

TEST_CASE("EveryInterval needs an interval of at least one observation") {
  CHECK(test::message<std::invalid_argument>([] { EveryInterval criterion(0); }) ==
        "EveryInterval: interval must be at least 1 observation, got 0");
}

static_assert(sizeof(EveryInterval) == 16);
