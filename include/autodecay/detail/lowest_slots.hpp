#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace autodecay::detail {

/// Tracks which slots hold the `count` lowest values while slots change one at a time, in O(log n)
/// per change.
///
/// Two heaps share one array of slot numbers. Each heap has the value nearest to the boundary in
/// front:
///
///   order_:  [ the lowest, greatest first … | the others, least first … ]
///              0                     count_-1 count_              n-1
///
/// A new value replaces the old value of its slot in its heap. If the two fronts are then in the
/// wrong order, they are swapped, and no other slot can change sides. 8 bytes per slot.
class LowestSlots {
 public:
  /// Requires 1 <= count <= slots <= 2^24.
  LowestSlots(std::size_t slots, std::size_t count) : order_(slots), place_(slots), count_(count) {}

  /// Starts over with these values, one per slot, in O(n).
  void assign(const std::vector<double>& values) noexcept {
    std::iota(order_.begin(), order_.end(), std::uint32_t{0});
    const auto less = [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; };
    const auto greater = [&](std::uint32_t a, std::uint32_t b) { return less(b, a); };
    const auto others = order_.begin() + static_cast<std::ptrdiff_t>(count_);
    std::nth_element(order_.begin(), others - 1, order_.end(), less);
    std::make_heap(order_.begin(), others, less);
    std::make_heap(others, order_.end(), greater);
    for (std::size_t i = 0; i < order_.size(); ++i) put(i, order_[i]);
  }

  /// Updates the heaps after the slot's value has changed. Returns the two slots that changed
  /// sides; the same slot twice if none did.
  std::pair<std::size_t, std::size_t> changed(std::size_t slot,
                                              const std::vector<double>& values) noexcept {
    sift(place_[slot], values);
    if (count_ == order_.size()) return {slot, slot};
    const std::uint32_t greatest = order_[0], least = order_[count_];
    if (!(values[least] < values[greatest])) return {slot, slot};
    put(0, least);
    put(count_, greatest);
    sift(0, values);
    sift(count_, values);
    return {greatest, least};
  }

  /// Whether the slot holds one of the `count` lowest values.
  [[nodiscard]] bool contains(std::size_t slot) const noexcept { return place_[slot] < count_; }

  /// The slot of the greatest among the `count` lowest values.
  [[nodiscard]] std::size_t greatest() const noexcept { return order_[0]; }

 private:
  void put(std::size_t place, std::uint32_t slot) noexcept {
    order_[place] = slot;
    place_[slot] = static_cast<std::uint32_t>(place);
  }

  /// Moves the slot at `place` up or down to its position in its heap.
  void sift(std::size_t place, const std::vector<double>& values) noexcept {
    const bool low = place < count_;
    const std::size_t front = low ? 0 : count_;
    const std::size_t size = low ? count_ : order_.size() - count_;
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
      return low ? values[a] > values[b] : values[a] < values[b];
    };
    const std::uint32_t slot = order_[place];
    std::size_t i = place - front;
    for (; i > 0 && before(slot, order_[front + (i - 1) / 2]); i = (i - 1) / 2)
      put(front + i, order_[front + (i - 1) / 2]);
    for (std::size_t child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && before(order_[front + child + 1], order_[front + child])) ++child;
      if (!before(order_[front + child], slot)) break;
      put(front + i, order_[front + child]);
      i = child;
    }
    put(front + i, slot);
  }

  std::vector<std::uint32_t> order_;  // slots, as two heaps
  std::vector<std::uint32_t> place_;  // position of each slot in order_
  std::size_t count_;
};

}  // namespace autodecay::detail
