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

/// Mean of the last min(t, window) values in O(1) an observation (see SlidingAggregate). The sum
/// is never repaired by subtraction: a spike is gone, bit for bit, once it leaves the window.
/// 8 bytes a slot. Requires finite values whose sum over the window is finite.
class SlidingMean : public SlidingAggregate<Sum> {
 public:
  using SlidingAggregate::SlidingAggregate;

  /// 0 before the first value.
  [[nodiscard]] double mean() const noexcept {
    return size() == 0 ? 0.0 : value() / static_cast<double>(size());
  }
};

}  // namespace autodecay::statistics
