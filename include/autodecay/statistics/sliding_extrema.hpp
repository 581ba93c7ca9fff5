#pragma once

#include <array>
#include <cstring>
#include <limits>
#include <string_view>

#include <autodecay/statistics/sliding_aggregate.hpp>

namespace autodecay::statistics {

/// Holds {minimum, -maximum}, so that one packed minimum combines both.
struct MinimumAndMaximum {
  using Value = std::array<double, 2>;
  static constexpr std::string_view name = "SlidingExtrema";

  static constexpr Value identity() noexcept {
    return {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  }
  static constexpr Value lift(double value) noexcept { return {value, -value}; }

  /// The pairs are loaded, combined and stored as one vector where the compiler has vectors. Each
  /// observation waits for the previous one's pair, and two halves take longer to pass on.
  static Value combine(const Value& a, const Value& b) noexcept {
#if defined(__GNUC__)
    [[gnu::vector_size(sizeof(Value))]] double x, y;
    std::memcpy(&x, &a, sizeof x);
    std::memcpy(&y, &b, sizeof y);
    x = y < x ? y : x;
    Value least;
    std::memcpy(&least, &x, sizeof least);
    return least;
#else
    return {b[0] < a[0] ? b[0] : a[0], b[1] < a[1] ? b[1] : a[1]};
#endif
  }
};

/// Minimum and maximum of the last `window` values, exact, in O(1) per observation for any window
/// (see SlidingAggregate). 16 bytes per slot.
///
/// Before the first value the minimum is +infinity and the maximum -infinity. NaN is not allowed.
class SlidingExtrema : public SlidingAggregate<MinimumAndMaximum> {
 public:
  using SlidingAggregate::SlidingAggregate;

  [[nodiscard]] double minimum() const noexcept { return value()[0]; }
  [[nodiscard]] double maximum() const noexcept { return -value()[1]; }
};

}  // namespace autodecay::statistics
