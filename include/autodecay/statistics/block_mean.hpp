#pragma once

#include <cstdint>

#include <autodecay/options.hpp>

namespace autodecay::statistics {

/// The means of consecutive blocks of `interval` values. Cost: one division per value; 24 bytes.
class BlockMean {
 public:
  /// Throws std::invalid_argument unless the interval is at least 1.
  explicit BlockMean(std::int64_t interval) : interval_(interval) {
    check_option("BlockMean", "interval", interval, at_least(1), "values");
  }

  /// Adds a value. Returns true if it completes the block, so that mean() is the mean of the block.
  /// The mean of a constant is exactly that constant.
  bool update(double value) noexcept {
    if (complete()) begin_block();
    mean_ += (value - mean_) / static_cast<double>(++count_);
    return complete();
  }

  /// The same, with the mean computed as (n · mean + value) / (n + 1). optax computes it this way;
  /// the rounding differs from that of update().
  bool update_by_sum(double value) noexcept {
    if (complete()) begin_block();
    const double sum = static_cast<double>(count_) * mean_ + value;
    mean_ = sum / static_cast<double>(++count_);
    return complete();
  }

  /// The mean of the block's values so far; 0 before the first.
  [[nodiscard]] double mean() const noexcept { return mean_; }

  /// Whether the latest value completed its block.
  [[nodiscard]] bool complete() const noexcept { return count_ == interval_; }

  [[nodiscard]] std::int64_t interval() const noexcept { return interval_; }

  /// The number of values in the block so far.
  [[nodiscard]] std::int64_t size() const noexcept { return count_; }

  /// Begins a new block with the next value.
  void begin_block() noexcept {
    mean_ = 0.0;
    count_ = 0;
  }

  bool operator==(const BlockMean&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.field("mean", self.mean_);
    ar.field("count", self.count_, from_to(0, static_cast<double>(self.interval_)));
  }

 private:
  std::int64_t interval_;
  double mean_ = 0.0;
  std::int64_t count_ = 0;
};

}  // namespace autodecay::statistics
