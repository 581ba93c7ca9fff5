#include "support/losses.hpp"
#include "support/message.hpp"

#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/statistics/sliding_aggregate.hpp>

using autodecay::statistics::SlidingAggregate;

namespace {

/// Affine maps x -> a·x + b modulo 2^64 under composition: associative, not commutative, without
/// rounding. A misplaced, duplicated or missing value changes the result.
struct Composition {
  struct Value {
    std::uint64_t a, b;
    bool operator==(const Value&) const = default;
  };
  static constexpr std::string_view name = "Composition";

  static Value identity() noexcept { return {1, 0}; }
  static Value lift(double value) noexcept {
    const auto whole = static_cast<std::uint64_t>(static_cast<std::int64_t>(value * 1024.0));
    return {2 * whole + 1, whole + 3};
  }
  static Value combine(const Value& older, const Value& newer) noexcept {
    return {newer.a * older.a, newer.a * older.b + newer.b};
  }
};

using Sliding = SlidingAggregate<Composition>;

std::vector<std::int64_t> windows() {
  std::vector<std::int64_t> windows(20);
  std::iota(windows.begin(), windows.end(), 1);
  windows.push_back(100);
  windows.push_back(257);
  return windows;
}

/// The aggregate of the values in [first, last), combined in order.
Composition::Value rescan(const std::vector<double>& values, std::size_t first, std::size_t last) {
  Composition::Value result = Composition::identity();
  for (std::size_t i = first; i < last; ++i)
    result = Composition::combine(result, Composition::lift(values[i]));
  return result;
}

/// Adds all values and compares each aggregate with a rescan of its window.
void check_against_rescan(Sliding& sliding, const std::vector<double>& values) {
  const auto window = static_cast<std::size_t>(sliding.window());
  for (std::size_t seen = 1; seen <= values.size(); ++seen) {
    sliding.update(values[seen - 1]);
    const std::size_t covered = seen < window ? seen : window;
    CAPTURE(window);
    CAPTURE(seen);
    REQUIRE(sliding.size() == static_cast<std::int64_t>(covered));
    REQUIRE(sliding.full() == (covered == window));
    REQUIRE((sliding.value() == rescan(values, seen - covered, seen)));
  }
}

}  // namespace

TEST_CASE("a sliding aggregate agrees with a rescan of its window, in order") {
  for (const std::int64_t window : windows())
    for (const auto& values : test::five_kinds(3000)) {
      Sliding sliding(window);
      check_against_rescan(sliding, values);
    }
}

TEST_CASE("an empty aggregate is the identity") {
  Sliding sliding(4);
  CHECK((sliding.value() == Composition::identity()));
  CHECK(sliding.size() == 0);
  CHECK_FALSE(sliding.full());
  CHECK(sliding.window() == 4);
}

TEST_CASE("reset at any point of a block removes all values") {
  const std::vector<double> before = test::noise(40, 5);
  const std::vector<double> after = test::noise(40, 6);
  for (const std::int64_t window : {1, 2, 3, 4, 5, 8, 13})
    for (std::size_t seen = 0; seen <= before.size(); ++seen) {
      Sliding sliding(window);
      for (std::size_t i = 0; i < seen; ++i) sliding.update(before[i]);
      sliding.reset();
      CHECK(sliding == Sliding(window));
      check_against_rescan(sliding, after);
    }
}

TEST_CASE("values that reset leaves in the slots are not compared") {
  Sliding used(5);
  for (const double value : test::noise(13)) used.update(value);
  used.reset();
  Sliding fresh(5);
  for (int i = 0; i < 12; ++i) {
    CHECK(used == fresh);
    used.update(i);
    fresh.update(i);
  }
}

TEST_CASE("aggregates differ by window, by position and by each value in the window") {
  Sliding sliding(6);
  for (const double value : test::noise(14)) sliding.update(value);
  CHECK_FALSE(sliding == Sliding(6));
  CHECK_FALSE(Sliding(6) == Sliding(7));

  Sliding shorter(6), longer(6);
  for (int i = 0; i < 7; ++i) longer.update(i);
  shorter.update(0.0);
  CHECK_FALSE(shorter == longer);

  for (std::size_t changed = 8; changed < 14; ++changed) {
    std::vector<double> values = test::noise(14);
    values[changed] += 1.0;
    Sliding other(6);
    for (const double value : values) other.update(value);
    CAPTURE(changed);
    CHECK_FALSE(sliding == other);
  }
}

TEST_CASE("a window outside [1, 2^24] is rejected before anything is allocated") {
  const auto message = [](std::int64_t window) {
    return test::message<std::invalid_argument>([window] { Sliding sliding(window); });
  };
  CHECK(message(0) == "Composition: window must be in [1, 2^24], got 0");
  CHECK(message(-5) == "Composition: window must be in [1, 2^24], got -5");
  CHECK(message((std::int64_t{1} << 24) + 1) ==
        "Composition: window must be in [1, 2^24], got 16777217");
  CHECK_FALSE(message((std::numeric_limits<std::int64_t>::max)()).empty());
  CHECK(message(1).empty());
}

static_assert(noexcept(std::declval<Sliding&>().update(0.0)));
static_assert(noexcept(std::declval<Sliding&>().reset()));
static_assert(noexcept(std::declval<const Sliding&>().value()));
