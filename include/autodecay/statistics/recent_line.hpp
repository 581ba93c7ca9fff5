#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include <autodecay/measurement.hpp>
#include <autodecay/statistics/block_means.hpp>
#include <autodecay/statistics/line_fit.hpp>

namespace autodecay::statistics {

/// The line through the latest quarter of a series of any length, in bounded memory: the
/// least-squares line through the means of equal blocks (BlockMeans). It is known from the 6th
/// value on, since six blocks leave four degrees of freedom to estimate the noise.
///
/// Requires finite values. Cost: the cost of BlockMeans, plus a fit to at most 32 means per block.
/// A block is one value up to the 128th value, and later between 1/128 and 1/64 of the series. 1.1
/// kB, none of it on the heap.
class RecentLine {
 public:
  static constexpr std::size_t least_blocks = 6;

  /// Adds a value. Returns true if it gives a new line.
  bool update(double value) noexcept {
    if (!blocks_.update(value) || !known()) return false;
    const std::span<const double> means = blocks_.means();
    fit_ = LineFit::to(means.last((std::max)(least_blocks, (means.size() + 3) / 4)));
    return true;
  }

  /// The change of the line per value.
  [[nodiscard]] double slope() const noexcept { return fit_.slope / length(); }

  /// The standard error of the slope.
  [[nodiscard]] double deviation() const noexcept { return fit_.deviation / length(); }

  /// The line at the end of the latest block.
  [[nodiscard]] double end() const noexcept { return fit_.end; }

  /// Whether there have been enough values for a line.
  [[nodiscard]] bool known() const noexcept {
    return covered() >= static_cast<std::int64_t>(least_blocks);
  }

  /// The number of values so far, with the number that a line needs.
  [[nodiscard]] Measurement measure() const noexcept {
    return {quantities::observations, static_cast<double>(covered()), Relation::at_least,
            static_cast<double>(least_blocks)};
  }

  /// The number of values in all complete blocks.
  [[nodiscard]] std::int64_t covered() const noexcept { return blocks_.covered(); }

  void reset() noexcept { *this = RecentLine(); }

  bool operator==(const RecentLine&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.field("blocks", self.blocks_);
    ar.field("fit", self.fit_);
  }

 private:
  [[nodiscard]] double length() const noexcept { return static_cast<double>(blocks_.length()); }

  BlockMeans<128> blocks_;
  LineFit fit_;
};

}  // namespace autodecay::statistics
