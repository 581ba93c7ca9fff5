#include <doctest/doctest.h>

#include <autodecay/statistics/relative_improvement.hpp>

using autodecay::statistics::relative_improvement;

TEST_CASE("an improvement is relative to the larger magnitude") {
  CHECK(relative_improvement(4.0, 1.0) == 0.75);
  CHECK(relative_improvement(-1.0, -4.0) == 0.75);
  CHECK(relative_improvement(1.0, -1.0) == 2.0);
  CHECK(relative_improvement(1.0, 0.0) == 1.0);
}

TEST_CASE("a rise is no improvement") {
  CHECK(relative_improvement(1.0, 4.0) == 0.0);
  CHECK(relative_improvement(1.0, 1.0) == 0.0);
  CHECK(relative_improvement(0.0, 0.0) == 0.0);
}
