#include <doctest/doctest.h>

#include <autodecay/drop/unlimited.hpp>

using autodecay::Stage;

TEST_CASE("every stage earns another stage") {
  const autodecay::Unlimited always;
  CHECK(always.significant(Stage{}));
  CHECK(always.significant(Stage{.index = 900, .first_level = 1.0, .level = 2.0}));
}
