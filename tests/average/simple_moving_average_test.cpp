#include "support/message.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include <autodecay/average/simple_moving_average.hpp>

using autodecay::SimpleMovingAverage;

TEST_CASE("the level is the mean of the last min(t, window) losses") {
  SimpleMovingAverage average(3);
  CHECK(average.window() == 3);
  CHECK(average.update(6.0) == 6.0);
  CHECK(average.update(2.0) == 4.0);
  CHECK(average.update(1.0) == 3.0);
  CHECK(average.update(3.0) == 2.0);
  average.reset();
  CHECK(average.update(-8.0) == -8.0);
}

TEST_CASE("a window of 0 is rejected") {
  CHECK(test::message<std::invalid_argument>([] { SimpleMovingAverage average(0); }) ==
        "SimpleMovingAverage: window must be in [1, 2^24] observations, got 0");
}
