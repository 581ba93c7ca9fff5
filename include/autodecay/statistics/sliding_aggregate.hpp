#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <autodecay/options.hpp>

namespace autodecay::statistics {

/// An associative operation over the last `window` values, in O(1) amortised per observation for
/// any window and any input. This is the streaming form of van Herk (1992) and Gil & Werman (1993).
///
/// The input is divided into blocks of `window` values. Each window is then the tail of the
/// previous block and the head of the current block:
///
///   slots_:  [ this block's values … | aggregates of the previous block's tails … ]
///              0             position_-1  position_                        window-1
///
/// One combination per value updates the head, one pass at the end of a block turns its values into
/// tails, and one combination of tail and head gives the window. Nothing is ever subtracted: a
/// value that has left the window has no further effect, not even through rounding.
///
/// `Operation` is a stateless type with `name` (for messages), `Value`, `identity()`,
/// `lift(double) -> Value` and an associative `combine(older, newer)`.
///
/// Cost: no branch on the data. The pass after every `window` values is a burst of about half a
/// nanosecond per slot. Memory: window × sizeof(Value), allocated at construction.
template <typename Operation>
class SlidingAggregate {
 public:
  using Value = typename Operation::Value;

  /// Throws std::invalid_argument unless 1 <= window <= 2^24.
  explicit SlidingAggregate(std::int64_t window) {
    check_option(Operation::name, "window", window, from_to(1, 0x1p24));
    slots_.assign(static_cast<std::size_t>(window), Operation::identity());
  }

  /// Adds a value. Removes the oldest value once the window is full.
  void update(double value) noexcept {
    const Value lifted = Operation::lift(value);
    head_ = Operation::combine(head_, lifted);
    slots_[position_] = lifted;
    if (++position_ == slots_.size()) finish_block();
  }

  /// The aggregate of the last min(t, window) values; the identity before the first value.
  [[nodiscard]] Value value() const noexcept {
    return has_tail_ ? Operation::combine(slots_[position_], head_) : head_;
  }

  /// Whether `window` values have been seen.
  [[nodiscard]] bool full() const noexcept { return has_tail_; }

  /// The number of values that `value()` covers.
  [[nodiscard]] std::int64_t size() const noexcept {
    return static_cast<std::int64_t>(has_tail_ ? slots_.size() : position_);
  }

  [[nodiscard]] std::int64_t window() const noexcept {
    return static_cast<std::int64_t>(slots_.size());
  }

  /// O(1), because slots of an unfinished first block are never read.
  void reset() noexcept {
    position_ = 0;
    has_tail_ = false;
    head_ = Operation::identity();
  }

  friend bool operator==(const SlidingAggregate& a, const SlidingAggregate& b) {
    if (a.slots_.size() != b.slots_.size() || a.position_ != b.position_ ||
        a.has_tail_ != b.has_tail_ || !(a.head_ == b.head_))
      return false;
    for (std::size_t i = 0; i < a.live_slots(); ++i)
      if (!(a.slots_[i] == b.slots_[i])) return false;
    return true;
  }

  static void archive(auto& self, auto& ar) {
    ar.field("position", self.position_, from_below(0, static_cast<double>(self.slots_.size())));
    ar.field("full", self.has_tail_);
    ar.field("head", self.head_);
    ar.elements(
        "slots", self.live_slots(), [&self](std::size_t i) -> auto& { return self.slots_[i]; });
  }

 private:
  [[nodiscard]] std::size_t live_slots() const noexcept {
    return has_tail_ ? slots_.size() : position_;
  }

  /// Turns the block's values into the aggregates of its tails.
  void finish_block() noexcept {
    Value tail = Operation::identity();
    std::size_t i = slots_.size();
    // Four slots at a time: the dependency chain then has one combination per four slots.
    for (; i >= 4; i -= 4) {
      Value* const four = &slots_[i - 4];
      const Value last_two = Operation::combine(four[2], four[3]);
      const Value last_three = Operation::combine(four[1], last_two);
      const Value all = Operation::combine(four[0], last_three);
      four[3] = Operation::combine(four[3], tail);
      four[2] = Operation::combine(last_two, tail);
      four[1] = Operation::combine(last_three, tail);
      four[0] = tail = Operation::combine(all, tail);
    }
    for (; i > 0; --i) slots_[i - 1] = tail = Operation::combine(slots_[i - 1], tail);
    position_ = 0;
    has_tail_ = true;
    head_ = Operation::identity();
  }

  std::vector<Value> slots_;
  std::size_t position_ = 0;
  bool has_tail_ = false;
  Value head_ = Operation::identity();
};

}  // namespace autodecay::statistics
