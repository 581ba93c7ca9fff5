#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include <autodecay/options.hpp>

namespace autodecay::statistics {

/// The whole history of a series in bounded memory: the means of consecutive blocks of equal
/// length. When `Capacity` blocks are complete, neighbours are merged by twos and blocks are twice
/// as long from there on:
///
///   length 1:  | x1 | x2 | … | xC |   ->   length 2:  | x1 x2 | x3 x4 | … |   ->   length 4: …
///
/// so that after the first Capacity values there are always Capacity/2 … Capacity - 1 of them, and
/// a block covers at most 2/Capacity of what they cover together. Values of a block that is not
/// complete yet show in none.
///
/// Cost: a division and an addition an observation, and amortised one merge of two means a block; 8
/// · (Capacity + 4) bytes, none of them on the heap. Requires finite values; the means of such are
/// finite too.
template <std::size_t Capacity>
class BlockMeans {
  static_assert(Capacity >= 4 && Capacity % 2 == 0);

 public:
  /// Takes a value in; whether it completed a block.
  bool update(double value) noexcept {
    mean_ += value / static_cast<double>(length_);  // exact: the length is a power of two
    if (++pending_ < length_) return false;
    means_[size_++] = mean_;
    mean_ = 0.0;
    pending_ = 0;
    if (size_ == Capacity) merge();
    return true;
  }

  /// The means of the complete blocks, the oldest first.
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

  std::array<double, Capacity> means_{};  // the first size_ of them count
  std::size_t size_ = 0;
  std::int64_t length_ = 1;
  std::int64_t pending_ = 0;  // values of the block that is not complete yet
  double mean_ = 0.0;         // of that block, as far as it has come
};

}  // namespace autodecay::statistics
