#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <autodecay/options.hpp>

namespace detection {

/// An associative operation over a first-in-first-out queue of at most `capacity` values. It
/// resembles autodecay::statistics::SlidingAggregate, but the window may grow and shrink. O(1)
/// amortised per value for any input.
///
/// The queue consists of two stacks in one ring. For each older value, the ring holds the aggregate
/// of the tail that begins at it, so that removing the oldest value only advances the front. Newer
/// values are held unchanged, together with their common aggregate:
///
///   ring_:  [ aggregates of tails | values ]     value() = combine(first tail, head)
///             front_                      front_ + size_
///
/// When all tails are used up, one pass turns the values into tails. Nothing is ever subtracted.
///
/// `Operation` has the requirements of SlidingAggregate. Cost: each pass is a burst of one
/// combination per value held. Memory: capacity × sizeof(Value), allocated at construction.
template <typename Operation>
class AggregatingQueue {
 public:
  using Value = typename Operation::Value;

  /// Throws std::invalid_argument unless 1 <= capacity <= 2^24.
  explicit AggregatingQueue(std::int64_t capacity) {
    autodecay::check_option(Operation::name, "capacity", capacity, autodecay::from_to(1, 0x1p24));
    ring_.assign(static_cast<std::size_t>(capacity), Operation::identity());
  }

  /// Adds a value. Requires size() < capacity().
  void push(double value) noexcept {
    const Value lifted = Operation::lift(value);
    head_ = Operation::combine(head_, lifted);
    ring_[at(size_)] = lifted;
    ++size_;
  }

  /// Removes the oldest value. Requires size() > 0.
  void pop() noexcept {
    if (tails_ == 0) make_tails();
    front_ = at(1);
    --tails_;
    --size_;
  }

  /// The aggregate of all values held, from the oldest to the newest. The identity if there are
  /// none.
  [[nodiscard]] Value value() const noexcept {
    return tails_ > 0 ? Operation::combine(ring_[front_], head_) : head_;
  }

  [[nodiscard]] std::int64_t size() const noexcept { return static_cast<std::int64_t>(size_); }
  [[nodiscard]] std::int64_t capacity() const noexcept {
    return static_cast<std::int64_t>(ring_.size());
  }

  /// O(1).
  void reset() noexcept {
    front_ = size_ = tails_ = 0;
    head_ = Operation::identity();
  }

  friend bool operator==(const AggregatingQueue& a, const AggregatingQueue& b) {
    if (a.ring_.size() != b.ring_.size() || a.size_ != b.size_ || a.tails_ != b.tails_ ||
        !(a.head_ == b.head_))
      return false;
    for (std::size_t i = 0; i < a.size_; ++i)
      if (!(a.ring_[a.at(i)] == b.ring_[b.at(i)])) return false;
    return true;
  }

 private:
  /// The slot of the i-th oldest value, for i up to the capacity.
  [[nodiscard]] std::size_t at(std::size_t i) const noexcept {
    const std::size_t slot = front_ + i;
    return slot < ring_.size() ? slot : slot - ring_.size();
  }

  void make_tails() noexcept {
    Value tail = Operation::identity();
    for (std::size_t i = size_; i > 0; --i) {
      Value& slot = ring_[at(i - 1)];
      slot = tail = Operation::combine(slot, tail);
    }
    tails_ = size_;
    head_ = Operation::identity();
  }

  std::vector<Value> ring_;
  std::size_t front_ = 0;  // slot of the oldest value
  std::size_t size_ = 0;
  std::size_t tails_ = 0;  // number of oldest slots that hold the aggregate of a tail
  Value head_ = Operation::identity();
};

}  // namespace detection
