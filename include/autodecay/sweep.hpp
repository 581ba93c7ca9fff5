#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/stability/relative_range.hpp>

namespace autodecay {

/// Finds where each of many AutoDecay schedulers would have found its first plateau in recorded
/// losses, for choosing β, W and η. The positions are exactly those of schedulers that observe the
/// record separately.
///
///   const Sweep sweep(losses, {.betas = {0.9, 0.99}, .windows = {5, 50}, .tolerances = {0.01}});
///   std::optional<std::int64_t> first = sweep.first_plateau(1, 0, 0);  // β = 0.99, W = 5, η = 0.01
///
/// The options are β of ExponentialMovingAverage and W, η and ε of RelativeRange, with the ranges
/// of these policies. The values may be in any order and may repeat. Throws std::invalid_argument
/// for a value out of range, with the message of its policy. A non-finite loss takes up a position
/// and is otherwise ignored.
///
/// How it works: all windows share one average per β, and all tolerances share one pass per window.
/// A spread within η is also within every larger tolerance, so that only the largest η without a
/// plateau has to be tested. The levels are processed in blocks of W, because any window is the
/// tail of one block and the head of the next (see SlidingAggregate). Once a tail or a head alone
/// exceeds η, so does every window that contains it, and the rest of the block is skipped.
///
/// If no level is negative, a plateau of a window is one of every shorter window too: a longer window
/// has at least its spread, at most its minimum. The windows are therefore searched from the shortest
/// on, each from where the shorter one has found its plateau.
///
/// Cost: at most about 1 to 2 ns per loss for each β and W, for any number of tolerances; less where
/// levels are skipped. Memory while it runs: 8 bytes per loss, for the levels of one β at a time, and
/// 16 bytes per slot of the longest window. Memory of the result: 8 bytes per detector.
///
/// The record cannot show how the training would have continued after a decay at the first plateau.
/// To look at stages nevertheless, and for the drop criterion, use replay().
class Sweep {
 public:
  struct Grid {
    std::vector<double> betas = {0.9};
    std::vector<std::int64_t> windows = {5};
    std::vector<double> tolerances = {0.01};
    double epsilon = 1e-12;

    bool operator==(const Grid&) const = default;
  };

  Sweep(std::span<const double> losses, Grid grid)
      : grid_(checked(std::move(grid))),
        positions_(grid_.betas.size() * grid_.windows.size() * grid_.tolerances.size(), never) {
    std::vector<std::int64_t> nonfinite;  // positions
    for (std::size_t i = 0; i < losses.size(); ++i)
      if (!std::isfinite(losses[i])) nonfinite.push_back(static_cast<std::int64_t>(i) + 1);

    std::vector<Tolerance> tolerances;  // the largest first
    for (std::size_t i = 0; i < grid_.tolerances.size(); ++i) {
      auto after = tolerances.begin();
      while (after != tolerances.end() && after->value > grid_.tolerances[i]) ++after;
      tolerances.insert(after, {grid_.tolerances[i], i});
    }

    std::vector<double> levels(losses.size() - nonfinite.size());
    for (std::size_t beta = 0; beta < grid_.betas.size(); ++beta) {
      ExponentialMovingAverage average(grid_.betas[beta]);
      auto level = levels.begin();
      for (const double loss : losses)
        if (std::isfinite(loss)) *level++ = average.update(loss);

      const Search search(levels, tolerances, grid_.epsilon);
      std::vector<std::size_t> earliest(tolerances.size());
      for (const std::size_t window : shortest_first(grid_.windows))
        search.run(static_cast<std::size_t>(grid_.windows[window]), earliest,
                   [&](std::size_t tolerance, std::size_t observations) {
                     positions_[cell(beta, window, tolerance)] = position(observations, nonfinite);
                   });
    }
  }

  /// The position in the record, from 1, of the loss that completed the detector's first plateau;
  /// nothing if the detector found no plateau. The arguments are indices into the lists of the
  /// grid, from 0.
  [[nodiscard]] std::optional<std::int64_t> first_plateau(std::size_t beta, std::size_t window,
                                                          std::size_t tolerance) const noexcept {
    const std::int64_t position = positions_[cell(beta, window, tolerance)];
    return position == never ? std::nullopt : std::optional(position);
  }

  [[nodiscard]] const Grid& grid() const noexcept { return grid_; }

  bool operator==(const Sweep&) const = default;

 private:
  static constexpr std::int64_t never = 0;

  struct Range {
    double minimum = std::numeric_limits<double>::infinity();
    double maximum = -std::numeric_limits<double>::infinity();

    [[nodiscard]] Range with(const Range& other) const noexcept {
      return {other.minimum < minimum ? other.minimum : minimum,
              maximum < other.maximum ? other.maximum : maximum};
    }
    [[nodiscard]] Range with(double level) const noexcept { return with({level, level}); }
  };

  struct Tolerance {
    double value;
    std::size_t place;  // in the grid
  };

  /// The search for plateaus in the levels of one β.
  class Search {
   public:
    Search(const std::vector<double>& levels, const std::vector<Tolerance>& tolerances,
           double epsilon)
        : levels_(levels), tolerances_(tolerances), epsilon_(epsilon) {
      for (const double level : levels) depth_ = depth_ < -level ? -level : depth_;
    }

    /// Calls found(index of the tolerance, number of levels) for each tolerance that finds a
    /// plateau. `earliest` has, for each tolerance in their order, a number of levels that a plateau
    /// of this window needs; run() replaces it by the number for longer windows.
    template <typename Found>
    void run(std::size_t window, std::vector<std::size_t>& earliest, Found found) const {
      const std::vector<std::size_t> from = earliest;
      if (depth_ == 0.0) earliest.assign(earliest.size(), levels_.size() + 1);
      std::size_t largest = 0;  // of the tolerances without a plateau
      if (largest == tolerances_.size() || window > levels_.size()) return;
      double tolerance = tolerances_[largest].value;
      std::vector<Range> tails(window);  // tails[i]: levels i … W-1 of the block

      for (std::size_t end = (std::max)(window, from[largest]); end <= levels_.size();
           end += window) {
        const double* const block = levels_.data() + (end - window);
        std::size_t first = window;  // windows that begin earlier cannot be stable
        for (Range tail; first > 0; --first) {
          tail = tail.with(block[first - 1]);
          if (out_of_reach(tail, tolerance)) break;
          tails[first - 1] = tail;
        }
        // The window that begins at level i of the block extends over i levels of the next block.
        Range head;
        const std::size_t left = levels_.size() - end;
        for (std::size_t i = 0; i < window && i <= left; ++i) {
          if (i > 0) head = head.with(block[window + i - 1]);
          if (out_of_reach(head, tolerance)) break;
          if (i < first) continue;
          while (stable(tails[i].with(head), tolerance)) {
            found(tolerances_[largest].place, end + i);
            if (depth_ == 0.0) earliest[largest] = end + i;
            if (++largest == tolerances_.size() || from[largest] > levels_.size()) return;
            tolerance = tolerances_[largest].value;
          }
        }
      }
    }

   private:
    /// The condition of RelativeRange, with the same rounding.
    [[nodiscard]] bool stable(const Range& range, double tolerance) const noexcept {
      return within(range, tolerance * (std::abs(range.minimum) + epsilon_));
    }

    /// Whether no window that contains the range can be stable. The spread of such a window is at
    /// least as large, and the magnitude of its minimum is at most that of this minimum or of the
    /// deepest level. Rounding is monotonic, so that both bounds also hold for the computed values.
    [[nodiscard]] bool out_of_reach(const Range& range, double tolerance) const noexcept {
      const double furthest = depth_ < std::abs(range.minimum) ? std::abs(range.minimum) : depth_;
      return !within(range, tolerance * (furthest + epsilon_));
    }

    [[nodiscard]] static bool within(const Range& range, double limit) noexcept {
      return range.maximum - range.minimum < limit;
    }

    const std::vector<double>& levels_;
    const std::vector<Tolerance>& tolerances_;
    double epsilon_;
    double depth_ = 0.0;  // the magnitude of the deepest level below 0
  };

  /// The indices of the windows.
  static std::vector<std::size_t> shortest_first(const std::vector<std::int64_t>& windows) {
    std::vector<std::size_t> order(windows.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(windows[a], a) < std::pair(windows[b], b);
    });
    return order;
  }

  /// The position of the loss that was the nth observation.
  static std::int64_t position(std::size_t n, const std::vector<std::int64_t>& nonfinite) noexcept {
    auto position = static_cast<std::int64_t>(n);
    for (auto other = nonfinite.begin(); other != nonfinite.end() && *other <= position; ++other)
      ++position;
    return position;
  }

  static Grid checked(Grid grid) {
    const auto check = [&grid](std::int64_t window, double tolerance) {
      autodecay::checked("RelativeRange", RelativeRange::Options{window, tolerance, grid.epsilon});
    };
    for (const double beta : grid.betas)
      autodecay::checked("ExponentialMovingAverage", ExponentialMovingAverage::Options{beta});
    for (const std::int64_t window : grid.windows) check(window, 0.0);
    for (const double tolerance : grid.tolerances) check(2, tolerance);
    return grid;
  }

  [[nodiscard]] std::size_t cell(std::size_t beta, std::size_t window,
                                 std::size_t tolerance) const noexcept {
    return (beta * grid_.windows.size() + window) * grid_.tolerances.size() + tolerance;
  }

  Grid grid_;
  std::vector<std::int64_t> positions_;
};

}  // namespace autodecay
