#include "support/losses.hpp"
#include "support/message.hpp"

#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/sliding_mean.hpp>

using autodecay::statistics::SlidingMean;

TEST_CASE("the sliding mean agrees with a rescan") {
  for (const std::size_t window : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 9U, 16U, 20U, 100U, 257U})
    for (const auto& values : test::five_kinds(3000)) {
      SlidingMean mean(static_cast<std::int64_t>(window));
      CHECK(mean.mean() == 0.0);
      for (std::size_t seen = 1; seen <= values.size(); ++seen) {
        mean.update(values[seen - 1]);
        const std::size_t covered = seen < window ? seen : window;
        const auto last = values.begin() + static_cast<std::ptrdiff_t>(seen);
        const double sum = std::accumulate(last - static_cast<std::ptrdiff_t>(covered), last, 0.0);
        CAPTURE(window);
        CAPTURE(seen);
        REQUIRE(mean.mean() == sum / static_cast<double>(covered));
      }
    }
}

TEST_CASE("a spike that has left the window has no effect, bit for bit") {
  // The sums of values with full mantissas are rounded, so that any effect would show in the last
  // bits.
  for (const std::int64_t window : {1, 2, 3, 5, 8, 21})
    for (int position = 0; position < 30; ++position) {
      SlidingMean calm(window), spiked(window);
      for (int i = 0; i < 100; ++i) {
        const double value = 1.0 / (i + 3.0);
        calm.update(value);
        spiked.update(i == position ? 1e300 : value);
        const bool in_window = position <= i && i < position + window;
        CAPTURE(window);
        CAPTURE(position);
        CAPTURE(i);
        REQUIRE((spiked.mean() == calm.mean()) == !in_window);
      }
      CHECK(spiked == calm);
    }
}

TEST_CASE("errors name SlidingMean") {
  CHECK(test::message<std::invalid_argument>([] { SlidingMean mean(-1); }) ==
        "SlidingMean: window must be in [1, 2^24], got -1");
}
