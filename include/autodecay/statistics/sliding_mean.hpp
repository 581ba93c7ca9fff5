#pragma once

#include <string_view>

#include <autodecay/statistics/sliding_aggregate.hpp>

namespace autodecay::statistics {

struct Sum {
  using Value = double;
  static constexpr std::string_view name = "SlidingMean";

  static constexpr Value identity() noexcept { return 0.0; }
  static constexpr Value lift(double value) noexcept { return value; }
  static constexpr Value combine(Value a, Value b) noexcept { return a + b; }
};

/// Mean of the last min(t, window) values in O(1) amortised per observation (see SlidingAggregate).
/// Nothing is ever subtracted from the sum: a spike that has left the window has no further effect,
/// bit for bit. Requires finite values whose sum over the window is finite. 8 bytes per slot.
class SlidingMean : public SlidingAggregate<Sum> {
 public:
  using SlidingAggregate::SlidingAggregate;

  /// 0 before the first value.
  [[nodiscard]] double mean() const noexcept {
    return size() == 0 ? 0.0 : value() / static_cast<double>(size());
  }
};

}  // namespace autodecay::statistics
