#include <initializer_list>

#include <doctest/doctest.h>

#include <autodecay/average/latest_value.hpp>

TEST_CASE("the latest value is the level") {
  autodecay::LatestValue average;
  for (const double loss : {2.5, -1.0, 0.0, 1e300}) CHECK(average.update(loss) == loss);
}
