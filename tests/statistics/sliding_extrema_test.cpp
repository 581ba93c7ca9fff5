#include "support/losses.hpp"
#include "support/message.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/sliding_extrema.hpp>

using autodecay::statistics::SlidingExtrema;

TEST_CASE("sliding extrema agree with a rescan") {
  for (const std::size_t window : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 9U, 16U, 20U, 100U, 257U})
    for (const auto& values : test::five_kinds(3000)) {
      SlidingExtrema extrema(static_cast<std::int64_t>(window));
      for (std::size_t seen = 1; seen <= values.size(); ++seen) {
        extrema.update(values[seen - 1]);
        const auto last = values.begin() + static_cast<std::ptrdiff_t>(seen);
        const auto first = last - static_cast<std::ptrdiff_t>((std::min)(seen, window));
        CAPTURE(window);
        CAPTURE(seen);
        REQUIRE(extrema.minimum() == *std::min_element(first, last));
        REQUIRE(extrema.maximum() == *std::max_element(first, last));
      }
    }
}

TEST_CASE("the minimum of an empty window is +infinity, and the maximum is -infinity") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(SlidingExtrema(3).minimum() == infinity);
  CHECK(SlidingExtrema(3).maximum() == -infinity);
}

TEST_CASE("the largest and smallest doubles can be extrema") {
  const double largest = (std::numeric_limits<double>::max)();
  const double smallest = std::numeric_limits<double>::denorm_min();
  SlidingExtrema extrema(2);
  extrema.update(-largest);
  extrema.update(largest);
  CHECK(extrema.minimum() == -largest);
  CHECK(extrema.maximum() == largest);
  extrema.update(-smallest);
  extrema.update(smallest);
  CHECK(extrema.minimum() == -smallest);
  CHECK(extrema.maximum() == smallest);
}

TEST_CASE("errors name SlidingExtrema") {
  CHECK(test::message<std::invalid_argument>([] { SlidingExtrema extrema(0); }) ==
        "SlidingExtrema: window must be in [1, 2^24], got 0");
}
