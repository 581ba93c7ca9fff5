#pragma once

#include <cstdint>

#include <autodecay/statistics/aggregating_queue.hpp>
#include <autodecay/statistics/least_squares_line.hpp>

namespace autodecay::statistics {

/// The least squares line through the last `window` values, exact to rounding, in O(1) amortised an
/// observation (see AggregatingQueue). Sums are never repaired by subtraction: what has left the
/// window leaves no trace, and nothing drifts however long the run. 32 bytes a slot.
///
/// Requires finite values; differences between them whose squares, summed, are finite.
class SlidingLineFit {
 public:
  /// Throws std::invalid_argument unless 1 <= window <= 2^24.
  explicit SlidingLineFit(std::int64_t window) : queue_(window) {}

  /// Takes a value in; the oldest leaves once the window is full.
  void update(double value) noexcept {
    if (full()) queue_.pop();
    queue_.push(value);
  }

  /// Lets the oldest `count` values go, or all of them.
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

  static void archive(auto& self, auto& ar) {
    AggregatingQueue<LineMoments>::archive(self.queue_, ar);
  }

 private:
  AggregatingQueue<LineMoments> queue_;
};

}  // namespace autodecay::statistics
