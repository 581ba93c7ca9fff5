#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <autodecay/detail/lowest_slots.hpp>
#include <autodecay/options.hpp>
#include <autodecay/statistics/least_squares_line.hpp>

namespace autodecay::statistics {

/// The least-squares line through the last `window` values without the greatest of them. The fit
/// leaves out all values above the value of rank
///
///   round((window - 1) · (1 - discard)),   where the smallest value has rank 0,
///
/// and numbers the other values 0, 1, … in the order of their arrival. It keeps all values that are
/// equal to the value of that rank. discard is in [0, 1].
///
/// The result is exact up to rounding for any input. An update takes O(log window); the first full
/// window, and the first full window after forget(), take O(window) once.
///
/// How it works: a tree over the slots of a ring holds the moments of the values, so that a slot
/// can be changed in O(log window) and nothing is ever subtracted. Two heaps (LowestSlots) track
/// which slots are kept; at most three slots change per observation. However, any number of values
/// can be equal to the greatest kept value, and they all enter or leave the fit together. Each node
/// therefore has a second set of moments, which includes the values equal to the smallest left-out
/// value below the node. The second set is used if that value turns out to be kept, and the first
/// set otherwise.
///
/// Requires finite values. Memory: 160 to 300 bytes per slot, allocated at construction.
class TrimmedLineFit {
 public:
  /// Throws std::invalid_argument unless 1 <= window <= 2^24 and 0 <= discard <= 1.
  TrimmedLineFit(std::int64_t window, double discard)
      : values_(checked(window, discard)),
        discard_(discard),
        lowest_(values_.size(), kept(values_.size(), discard)),
        leaves_(std::bit_ceil(values_.size())),
        tree_(2 * leaves_) {}

  /// Adds a value. Removes the oldest value once the window is full.
  void update(double value) noexcept {
    const bool was_full = full();
    const std::size_t slot = was_full ? front_ : at(size_);
    values_[slot] = value;
    if (was_full) {
      front_ = at(1);
      const auto [one, other] = lowest_.changed(slot, values_);
      refresh(slot);
      if (one != other) {
        refresh(one);
        refresh(other);
      }
    } else {
      ++size_;
      if (full()) build();
    }
  }

  /// Removes the oldest `count` values, or all values if there are fewer.
  void forget(std::int64_t count) noexcept {
    const auto removed = (std::min)(static_cast<std::size_t>(count), size_);
    front_ = at(removed);
    size_ -= removed;
  }

  /// The line through the kept values. Requires full().
  [[nodiscard]] LeastSquaresLine fit() const noexcept {
    const Node all = join_in_order();
    const bool least_is_kept = all.least_left_out == values_[lowest_.greatest()];
    return LeastSquaresLine(least_is_kept ? all.with_least : all.moments);
  }

  [[nodiscard]] bool full() const noexcept { return size_ == values_.size(); }
  [[nodiscard]] std::int64_t size() const noexcept { return static_cast<std::int64_t>(size_); }
  [[nodiscard]] std::int64_t window() const noexcept {
    return static_cast<std::int64_t>(values_.size());
  }
  [[nodiscard]] double discard() const noexcept { return discard_; }

  void reset() noexcept { front_ = size_ = 0; }

  /// Compares the start of the ring, too, because the order of summation depends on it.
  friend bool operator==(const TrimmedLineFit& a, const TrimmedLineFit& b) {
    if (a.values_.size() != b.values_.size() || a.discard_ != b.discard_ || a.size_ != b.size_ ||
        a.front_ != b.front_)
      return false;
    for (std::size_t i = 0; i < a.size_; ++i)
      if (a.values_[a.at(i)] != b.values_[b.at(i)]) return false;
    return true;
  }

  static void archive(auto& self, auto& ar) {
    ar.field("front", self.front_, from_below(0, static_cast<double>(self.values_.size())));
    ar.field("size", self.size_, from_to(0, static_cast<double>(self.values_.size())));
    ar.elements(
        "values", self.size_, [&self](std::size_t i) -> auto& { return self.values_[self.at(i)]; });
    ar.after_loading(self, [](auto& fit) {
      if (fit.full()) fit.build();
    });
  }

 private:
  using Moments = LineMoments;

  /// A node of the tree: the summary of the slots below it.
  struct Node {
    Moments::Value moments = Moments::identity();  // of the kept values
    double least_left_out = std::numeric_limits<double>::infinity();
    Moments::Value with_least =
        Moments::identity();  // of the kept values and all equal to least_left_out
  };

  static Node join(const Node& a, const Node& b) noexcept {
    return {Moments::combine(a.moments, b.moments), (std::min)(a.least_left_out, b.least_left_out),
            Moments::combine(a.least_left_out <= b.least_left_out ? a.with_least : a.moments,
                             b.least_left_out <= a.least_left_out ? b.with_least : b.moments)};
  }

  static std::vector<double> checked(std::int64_t window, double discard) {
    check_option("TrimmedLineFit", "window", window, from_to(1, 0x1p24));
    check_option("TrimmedLineFit", "discard", discard, from_to(0, 1));
    return std::vector<double>(static_cast<std::size_t>(window));
  }

  static std::size_t kept(std::size_t window, double discard) noexcept {
    return static_cast<std::size_t>(std::round(static_cast<double>(window - 1) * (1.0 - discard))) +
           1;
  }

  /// The slot of the i-th oldest value, for i up to the window.
  [[nodiscard]] std::size_t at(std::size_t i) const noexcept {
    const std::size_t slot = front_ + i;
    return slot < values_.size() ? slot : slot - values_.size();
  }

  [[nodiscard]] Node leaf(std::size_t slot) const noexcept {
    const Moments::Value value = Moments::lift(values_[slot]);
    if (lowest_.contains(slot)) return {.moments = value, .with_least = value};
    return {.least_left_out = values_[slot], .with_least = value};
  }

  void build() noexcept {
    lowest_.assign(values_);
    for (std::size_t slot = 0; slot < values_.size(); ++slot) tree_[leaves_ + slot] = leaf(slot);
    for (std::size_t i = leaves_ - 1; i > 0; --i) tree_[i] = join(tree_[2 * i], tree_[2 * i + 1]);
  }

  void refresh(std::size_t slot) noexcept {
    std::size_t i = leaves_ + slot;
    tree_[i] = leaf(slot);
    while (i > 1) {
      i /= 2;
      tree_[i] = join(tree_[2 * i], tree_[2 * i + 1]);
    }
  }

  /// The summary of all values in order, from the oldest at front_ around the ring to the newest.
  [[nodiscard]] Node join_in_order() const noexcept {
    std::size_t i = leaves_ + front_;
    Node older = tree_[i], newer;
    for (; i > 1; i /= 2) {
      if (i % 2 == 0)
        older = join(older, tree_[i + 1]);
      else
        newer = join(tree_[i - 1], newer);
    }
    return join(older, newer);
  }

  std::vector<double> values_;  // a ring; the heaps and the tree follow from it
  double discard_;
  std::size_t front_ = 0;  // slot of the oldest value
  std::size_t size_ = 0;
  detail::LowestSlots lowest_;  // valid while full(), and so is the tree
  std::size_t leaves_;
  std::vector<Node> tree_;  // node i has the children 2i and 2i+1; the slots begin at leaves_
};

}  // namespace autodecay::statistics
