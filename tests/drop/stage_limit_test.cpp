#include "support/message.hpp"

#include <limits>
#include <stdexcept>

#include <doctest/doctest.h>

#include <autodecay/drop/stage_limit.hpp>

using autodecay::Measurement;
using autodecay::Stage;
using autodecay::StageLimit;

TEST_CASE("the last stage of the limit earns no other stage, independent of the loss") {
  const StageLimit limit(3);
  CHECK(limit.stages() == 3);
  for (const double level : {0.0, 1.0, 9.0}) {
    CHECK(limit.significant(Stage{.index = 1, .first_level = 1.0, .level = level}));
    CHECK(limit.significant(Stage{.index = 2, .first_level = 1.0, .level = level}));
    CHECK_FALSE(limit.significant(Stage{.index = 3, .first_level = 1.0, .level = level}));
    CHECK_FALSE(limit.significant(Stage{.index = 4, .first_level = 1.0, .level = level}));
  }
  CHECK_FALSE(StageLimit(1).significant(Stage{}));
  const std::int64_t never = (std::numeric_limits<std::int64_t>::max)();
  CHECK(StageLimit(never).significant(Stage{.index = never - 1}));
}

TEST_CASE("StageLimit measures the stage number") {
  CHECK(StageLimit(3).measure(Stage{.index = 2}) ==
        Measurement{autodecay::quantities::stage, 2, autodecay::Relation::less, 3});
  CHECK(StageLimit(3).measure(Stage{.index = 3}) ==
        Measurement{autodecay::quantities::stage, 3, autodecay::Relation::less, 3});
}

TEST_CASE("StageLimit needs at least one stage") {
  CHECK(test::message<std::invalid_argument>([] { StageLimit limit(0); }) ==
        "StageLimit: stages must be at least 1, got 0");
}

static_assert(sizeof(StageLimit) == 8);
