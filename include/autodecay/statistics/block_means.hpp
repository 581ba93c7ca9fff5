#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include <autodecay/options.hpp>

namespace autodecay::statistics {

/// The whole history of a series in bounded memory, as the means of consecutive blocks of equal
/// length. When `Capacity` blocks are complete, adjacent blocks are merged in pairs, and the blocks
/// are twice as long from then on:
///
///   length 1:  | x1 | x2 | … | xC |   ->   length 2:  | x1 x2 | x3 x4 | … |   ->   length 4: …
///
/// After the first `Capacity` values there are always Capacity/2 … Capacity - 1 complete blocks,
/// and one block covers at most 2/Capacity of the values in all of them. The values of an
/// incomplete block are not part of means().
///
/// Requires finite values; their means are finite, too. Cost: one division and one addition per
/// observation, and amortised one merge of two means per block; 8 · (Capacity + 4) bytes, none of
/// them on the heap.
template <std::size_t Capacity>
class BlockMeans {
  static_assert(Capacity >= 4 && Capacity % 2 == 0);

 public:
  /// Adds a value. Returns true if it completes a block.
  bool update(double value) noexcept {
    mean_ += value / static_cast<double>(length_);  // exact: the length is a power of two
    if (++pending_ < length_) return false;
    means_[size_++] = mean_;
    mean_ = 0.0;
    pending_ = 0;
    if (size_ == Capacity) merge();
    return true;
  }

  /// The means of the complete blocks, oldest first.
  [[nodiscard]] std::span<const double> means() const noexcept { return {means_.data(), size_}; }

  /// The number of values in a block: 1, 2, 4, …
  [[nodiscard]] std::int64_t length() const noexcept { return length_; }

  /// The number of values in all complete blocks.
  [[nodiscard]] std::int64_t covered() const noexcept {
    return length_ * static_cast<std::int64_t>(size_);
  }

  void reset() noexcept {
    size_ = 0;
    length_ = 1;
    pending_ = 0;
    mean_ = 0.0;
  }

  friend bool operator==(const BlockMeans& a, const BlockMeans& b) {
    return a.length_ == b.length_ && a.pending_ == b.pending_ && a.mean_ == b.mean_ &&
           std::equal(a.means().begin(), a.means().end(), b.means().begin(), b.means().end());
  }

  static void archive(auto& self, auto& ar) {
    ar.field("length", self.length_, from_to(1, 0x1p61 / Capacity));
    ar.require(std::has_single_bit(static_cast<std::uint64_t>(self.length_)),
               "a length that is a power of two");
    ar.field("pending", self.pending_, from_below(0, static_cast<double>(self.length_)));
    ar.field("mean", self.mean_);
    ar.field("blocks", self.size_, from_below(0, Capacity));
    ar.require(self.length_ == 1 || self.size_ >= Capacity / 2,
               "at least half of the blocks after a merge");
    ar.elements(
        "means", self.size_, [&self](std::size_t i) -> auto& { return self.means_[i]; });
  }

 private:
  void merge() noexcept {
    size_ = Capacity / 2;
    for (std::size_t i = 0; i < size_; ++i)
      means_[i] = means_[2 * i] / 2.0 + means_[2 * i + 1] / 2.0;
    length_ *= 2;
  }

  std::array<double, Capacity> means_{};  // only the first size_ are valid
  std::size_t size_ = 0;
  std::int64_t length_ = 1;
  std::int64_t pending_ = 0;  // number of values in the incomplete block
  double mean_ = 0.0;         // sum of those values / length_
};

}  // namespace autodecay::statistics
