#pragma once

#include "detection/detectors/aggregating_queue.hpp"
#include "detection/detectors/least_squares_line.hpp"

#include <cstdint>

namespace detection {

/// The least-squares line through the last `window` values, exact up to rounding, in O(1) amortised
/// per observation (see AggregatingQueue). Nothing is ever subtracted from a sum: a value that has
/// left the window has no further effect, and the result does not drift in long runs. 32 bytes per
/// slot.
///
/// Requires finite values such that the sum of the squares of their differences is finite.
class SlidingLineFit {
 public:
  /// Throws std::invalid_argument unless 1 <= window <= 2^24.
  explicit SlidingLineFit(std::int64_t window) : queue_(window) {}

  /// Adds a value. Removes the oldest value once the window is full.
  void update(double value) noexcept {
    if (full()) queue_.pop();
    queue_.push(value);
  }

  /// Removes the oldest `count` values, or all values if there are fewer.
  void forget(std::int64_t count) noexcept {
    for (std::int64_t i = 0; i < count && queue_.size() > 0; ++i) queue_.pop();
  }

  /// The line through the values in the window.
  [[nodiscard]] LeastSquaresLine fit() const noexcept { return LeastSquaresLine(queue_.value()); }

  [[nodiscard]] bool full() const noexcept { return queue_.size() == queue_.capacity(); }
  [[nodiscard]] std::int64_t size() const noexcept { return queue_.size(); }
  [[nodiscard]] std::int64_t window() const noexcept { return queue_.capacity(); }

  void reset() noexcept { queue_.reset(); }

  bool operator==(const SlidingLineFit&) const = default;

 private:
  AggregatingQueue<LineMoments> queue_;
};

}  // namespace detection
