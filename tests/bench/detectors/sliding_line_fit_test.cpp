#include "detection/detectors/sliding_line_fit.hpp"

#include "support/losses.hpp"
#include "support/message.hpp"
#include "support/near.hpp"

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

using detection::LeastSquaresLine;
using detection::SlidingLineFit;

namespace {

/// Slope and slope error of the values in [first, last), from integer sums, which are exact for the
/// multiples of 1/1024 that the tests use.
struct Rescan {
  double slope = 0.0, slope_error = 0.0;

  Rescan(const std::vector<double>& values, std::size_t first, std::size_t last) {
    const auto n = static_cast<long double>(last - first);
    long double y = 0, yy = 0, xy = 0;
    for (std::size_t i = first; i < last; ++i) {
      const long double value = static_cast<long double>(values[i] - values[first]) * 1024;
      y += value;
      yy += value * value;
      xy += static_cast<long double>(i - first) * value;
    }
    if (n < 2) return;
    const long double spread = (n * n * n - n) / 12, products = xy - y * (n - 1) / 2;
    const long double squares = yy - y * y / n;
    slope = static_cast<double>(products / spread / 1024);
    if (n < 3) return;
    const long double residual = squares - products * products / spread;
    slope_error =
        static_cast<double>(std::sqrt((residual > 0 ? residual : 0) / (n - 2) / spread) / 1024);
  }
};

void check(const SlidingLineFit& sliding, const std::vector<double>& values, std::size_t first,
           std::size_t last) {
  const Rescan rescan(values, first, last);
  const LeastSquaresLine fit = sliding.fit();
  CAPTURE(first);
  CAPTURE(last);
  REQUIRE(fit.count() == static_cast<double>(last - first));
  REQUIRE(std::abs(fit.slope() - rescan.slope) <= 1e-13 * (std::abs(rescan.slope) + 1.0));
  // For a perfect line, the rounding error is about √(1e-16) of the spread of the values.
  REQUIRE(std::abs(fit.slope_error() - rescan.slope_error) <=
          1e-7 * (std::abs(rescan.slope) + 1e-9) + 1e-12);
}

}  // namespace

TEST_CASE("the sliding line agrees with a rescan") {
  for (const std::size_t window : {1U, 2U, 3U, 4U, 5U, 8U, 21U, 100U})
    for (const auto& values : test::five_kinds(700)) {
      SlidingLineFit sliding(static_cast<std::int64_t>(window));
      CAPTURE(window);
      for (std::size_t seen = 1; seen <= values.size(); ++seen) {
        sliding.update(values[seen - 1]);
        CHECK(sliding.full() == (seen >= window));
        check(sliding, values, seen < window ? 0 : seen - window, seen);
      }
    }
}

TEST_CASE("the oldest values can be removed, and the window fills again") {
  const std::vector<double> values = test::noisy_descent(200);
  for (const int forgotten : {0, 1, 7, 19, 20, 500}) {
    SlidingLineFit sliding(20);
    for (std::size_t i = 0; i < 45; ++i) sliding.update(values[i]);
    sliding.forget(forgotten);
    const auto left = static_cast<std::size_t>(forgotten < 20 ? 20 - forgotten : 0);
    std::size_t first = 45 - left;
    check(sliding, values, first, 45);
    for (std::size_t seen = 46; seen <= values.size(); ++seen) {
      sliding.update(values[seen - 1]);
      if (seen - first > 20) ++first;
      check(sliding, values, first, seen);
    }
  }
}

TEST_CASE("a spike that has left the window has no effect, bit for bit") {
  for (int position = 0; position < 40; ++position) {
    SlidingLineFit calm(8), spiked(8);
    for (int i = 0; i < 80; ++i) {
      const double value = 1.0 / (i + 3.0);
      calm.update(value);
      spiked.update(i == position ? 1e150 : value);
      const bool in_window = position <= i && i < position + 8;
      CAPTURE(position);
      CAPTURE(i);
      if (!in_window) REQUIRE(spiked.fit().slope() == calm.fit().slope());
      if (!in_window) REQUIRE(spiked.fit().slope_error() == calm.fit().slope_error());
    }
    CHECK(spiked == calm);
  }
}

TEST_CASE("a long run does not drift, even if the mean is far above the noise") {
  const std::int64_t window = 64;
  SlidingLineFit sliding(window);
  std::vector<double> values = test::noise(200000);
  for (double& value : values) value += 1e6;
  for (const double value : values) sliding.update(value);
  const Rescan rescan(values, values.size() - 64, values.size());
  CHECK(std::abs(sliding.fit().slope() - rescan.slope) < 1e-8 * rescan.slope_error);
  CHECK(test::near(sliding.fit().slope_error(), rescan.slope_error, 1e-8));
}

TEST_CASE("a reset sliding line equals a new one") {
  for (std::size_t seen = 0; seen <= 100; seen += 9) {
    SlidingLineFit sliding(13);
    for (const double value : test::noise(seen)) sliding.update(value);
    CHECK((sliding == SlidingLineFit(13)) == (seen == 0));
    sliding.reset();
    CHECK(sliding == SlidingLineFit(13));
    CHECK(sliding.size() == 0);
  }
}

TEST_CASE("errors name SlidingLineFit") {
  CHECK(test::message<std::invalid_argument>([] { SlidingLineFit sliding(0); }) ==
        "SlidingLineFit: capacity must be in [1, 2^24], got 0");
}
