#include "detection/detectors/aggregating_queue.hpp"

#include "support/losses.hpp"
#include "support/message.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using detection::AggregatingQueue;

namespace {

/// Affine maps x -> a·x + b modulo 2^64 under composition: associative, not commutative, without
/// rounding. A misplaced, duplicated or missing value changes the result.
struct Composition {
  using Value = std::array<std::uint64_t, 2>;
  static constexpr std::string_view name = "Composition";

  static Value identity() noexcept { return {1, 0}; }
  static Value lift(double value) noexcept {
    const auto whole = static_cast<std::uint64_t>(static_cast<std::int64_t>(value * 1024.0));
    return {2 * whole + 1, whole + 3};
  }
  static Value combine(const Value& older, const Value& newer) noexcept {
    return {newer[0] * older[0], newer[0] * older[1] + newer[1]};
  }
};

using Queue = AggregatingQueue<Composition>;

Composition::Value rescan(const std::deque<double>& values) {
  Composition::Value result = Composition::identity();
  for (const double value : values) result = Composition::combine(result, Composition::lift(value));
  return result;
}

/// Pushes and pops at random, with `pushes` of 1024 calls being pushes, and compares with a deque.
void run(Queue& queue, std::deque<double>& held, std::int64_t pushes, int count,
         std::uint64_t seed) {
  test::Lcg lcg(seed);
  for (int i = 0; i < count; ++i) {
    const bool push = lcg.next() < pushes;
    if (push && queue.size() < queue.capacity()) {
      held.push_back(static_cast<double>(lcg.next()));
      queue.push(held.back());
    } else if (!push && queue.size() > 0) {
      held.pop_front();
      queue.pop();
    }
    REQUIRE(queue.size() == static_cast<std::int64_t>(held.size()));
    REQUIRE(queue.value() == rescan(held));
  }
}

}  // namespace

TEST_CASE("the aggregate of a queue agrees with a rescan of its values, in order") {
  for (const std::int64_t capacity : {1, 2, 3, 4, 7, 50}) {
    Queue queue(capacity);
    std::deque<double> held;
    CAPTURE(capacity);
    CHECK(queue.value() == Composition::identity());
    for (const std::int64_t pushes : {700, 300, 900, 512, 100, 1024, 0})
      run(queue, held, pushes, 500, static_cast<std::uint64_t>(pushes) + 1);
    CHECK(queue.size() == 0);
    CHECK(queue.value() == Composition::identity());
  }
}

TEST_CASE("a reset queue equals a new one") {
  Queue queue(5);
  std::deque<double> held;
  run(queue, held, 600, 77, 3);
  queue.reset();
  held.clear();
  CHECK(queue == Queue(5));
  run(queue, held, 600, 77, 4);
}

TEST_CASE("queues differ by capacity, by each value and by their size") {
  Queue queue(6), other(6);
  for (int i = 0; i < 5; ++i) queue.push(i);
  for (int i = 0; i < 5; ++i) other.push(i == 3 ? 7 : i);
  CHECK_FALSE(queue == other);
  CHECK_FALSE(Queue(6) == Queue(7));
  Queue shorter(6);
  for (int i = 0; i < 4; ++i) shorter.push(i);
  CHECK_FALSE(queue == shorter);
}

TEST_CASE("a capacity outside [1, 2^24] is rejected before anything is allocated") {
  const auto message = [](std::int64_t capacity) {
    return test::message<std::invalid_argument>([capacity] { Queue queue(capacity); });
  };
  CHECK(message(0) == "Composition: capacity must be in [1, 2^24], got 0");
  CHECK(message((std::int64_t{1} << 24) + 1) ==
        "Composition: capacity must be in [1, 2^24], got 16777217");
  CHECK(message(1).empty());
}

static_assert(noexcept(std::declval<Queue&>().push(0.0)));
static_assert(noexcept(std::declval<Queue&>().pop()));
static_assert(noexcept(std::declval<const Queue&>().value()));
