#include "support/losses.hpp"
#include "support/message.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/statistics/trimmed_line_fit.hpp>

using autodecay::statistics::LeastSquaresLine;
using autodecay::statistics::TrimmedLineFit;
using Moments = autodecay::statistics::LineMoments;

namespace {

/// The definition: sort, take the value of the rank, keep the values not above it, and fit.
LeastSquaresLine rescan(const std::vector<double>& values, std::size_t first, std::size_t last,
                        double discard) {
  std::vector<double> sorted(values.begin() + static_cast<std::ptrdiff_t>(first),
                             values.begin() + static_cast<std::ptrdiff_t>(last));
  std::sort(sorted.begin(), sorted.end());
  const auto rank = static_cast<std::size_t>(
      std::lround(static_cast<double>(sorted.size() - 1) * (1.0 - discard)));
  Moments::Value kept = Moments::identity();
  for (std::size_t i = first; i < last; ++i)
    if (values[i] <= sorted[rank]) kept = Moments::combine(kept, Moments::lift(values[i]));
  return LeastSquaresLine(kept);
}

void check(const TrimmedLineFit& trimmed, const LeastSquaresLine& expected) {
  const LeastSquaresLine fit = trimmed.fit();
  REQUIRE(fit.count() == expected.count());
  REQUIRE(std::abs(fit.slope() - expected.slope()) <= 1e-13 * (std::abs(expected.slope()) + 1.0));
  REQUIRE(std::abs(fit.slope_error() - expected.slope_error()) <=
          1e-7 * (std::abs(expected.slope()) + 1e-9) + 1e-12);
}

/// The usual kinds, and kinds with many equal values, also at the boundary.
std::vector<std::vector<double>> kinds(std::size_t count) {
  auto kinds = test::five_kinds(count);
  kinds.push_back(test::noisy_descent(count));
  for (const std::int64_t levels : {2, 3, 10})
    kinds.push_back(test::sequence(
        count, [lcg = test::Lcg(5), levels](std::int64_t) mutable { return lcg.next() % levels; }));
  // Mostly 1, and about a tenth 2: the value of the rank alternates between the two.
  kinds.push_back(test::sequence(
      count, [lcg = test::Lcg(6)](std::int64_t) mutable { return lcg.next() < 102 ? 2 : 1; }));
  return kinds;
}

}  // namespace

TEST_CASE("the kept values of a few windows are known") {
  // Rank round(4 · 0.75) = 3: 9 is left out, and 1 2 3 4 are renumbered.
  TrimmedLineFit trimmed(5, 0.25);
  for (const double value : {1, 2, 9, 3, 4}) trimmed.update(value);
  CHECK(trimmed.full());
  CHECK(trimmed.fit().count() == 4.0);
  CHECK(trimmed.fit().slope() == 1.0);
  // 1 leaves and 9 enters: 9 is the value of rank 3, and both 9s are kept.
  trimmed.update(9);
  CHECK(trimmed.fit().count() == 5.0);
  // 2 leaves and 5 enters: 9 3 4 9 5, and rank 3 is still 9. Then 9 leaves and 0 enters: 3 4 9 5 0.
  trimmed.update(5);
  CHECK(trimmed.fit().count() == 5.0);
  trimmed.update(0);
  CHECK(trimmed.fit().count() == 4.0);
}

TEST_CASE("the trimmed line agrees with a rescan") {
  for (const std::size_t window : {1U, 2U, 3U, 5U, 8U, 13U, 64U, 100U})
    for (const double discard : {0.0, 0.1, 0.25, 0.5, 1.0})
      for (const auto& values : kinds(400)) {
        TrimmedLineFit trimmed(static_cast<std::int64_t>(window), discard);
        CAPTURE(window);
        CAPTURE(discard);
        for (std::size_t seen = 1; seen <= values.size(); ++seen) {
          CAPTURE(seen);
          trimmed.update(values[seen - 1]);
          REQUIRE(trimmed.full() == (seen >= window));
          if (trimmed.full()) check(trimmed, rescan(values, seen - window, seen, discard));
        }
      }
}

TEST_CASE("the oldest values can be removed, and the window fills again") {
  for (const auto& values : kinds(200))
    for (const int forgotten : {0, 1, 7, 19, 20, 500})
      for (const std::size_t before : {13U, 45U, 63U}) {
        TrimmedLineFit trimmed(20, 0.1);
        for (std::size_t i = 0; i < before; ++i) trimmed.update(values[i]);
        std::size_t held = before < 20 ? before : 20;
        trimmed.forget(forgotten);
        held -= (std::min)(held, static_cast<std::size_t>(forgotten));
        CHECK(trimmed.size() == static_cast<std::int64_t>(held));
        for (std::size_t seen = before + 1; seen <= values.size(); ++seen) {
          trimmed.update(values[seen - 1]);
          if (held < 20) ++held;
          CAPTURE(seen);
          REQUIRE(trimmed.full() == (held == 20));
          if (trimmed.full()) check(trimmed, rescan(values, seen - 20, seen, 0.1));
        }
      }
}

TEST_CASE("values that have left the window have no effect, bit for bit") {
  TrimmedLineFit calm(24, 0.1), spiked(24, 0.1);
  for (int i = 0; i < 240; ++i) {
    const double value = 1.0 / (i % 29 + 3.0);
    calm.update(value);
    spiked.update(i % 48 == 5 ? 1e150 : i % 48 == 7 ? -1e150 : value);
    if (i % 48 >= 31) REQUIRE(spiked.fit().slope() == calm.fit().slope());
    if (i % 48 >= 31) REQUIRE(spiked.fit().slope_error() == calm.fit().slope_error());
  }
  CHECK(spiked == calm);
}

TEST_CASE("a trimmed line is a value that can be saved, reset and compared") {
  const std::vector<double> values = test::noise(100);
  for (std::size_t seen = 0; seen <= values.size(); seen += 9) {
    TrimmedLineFit trimmed(13, 0.2), loaded(13, 0.2);
    for (std::size_t i = 0; i < seen; ++i) trimmed.update(values[i]);
    autodecay::load(autodecay::save(trimmed), loaded);
    CHECK(loaded == trimmed);
    for (const double value : values) {
      trimmed.update(value);
      loaded.update(value);
      if (trimmed.full()) REQUIRE(loaded.fit().slope() == trimmed.fit().slope());
    }
    CHECK(loaded == trimmed);
    trimmed.reset();
    CHECK(trimmed == TrimmedLineFit(13, 0.2));
  }
}

TEST_CASE("TrimmedLineFit's options") {
  const auto message = [](std::int64_t window, double discard) {
    return test::message<std::invalid_argument>(
        [window, discard] { TrimmedLineFit trimmed(window, discard); });
  };
  CHECK(message(0, 0.1) == "TrimmedLineFit: window must be in [1, 2^24], got 0");
  CHECK(message(5, -0.1) == "TrimmedLineFit: discard must be in [0, 1], got -0.1");
  CHECK(message(5, 1.5) == "TrimmedLineFit: discard must be in [0, 1], got 1.5");
  CHECK(message(5, std::numeric_limits<double>::quiet_NaN()) ==
        "TrimmedLineFit: discard must be in [0, 1], got nan");
  CHECK_FALSE(message(std::int64_t{1} << 62, 0.1).empty());
}
