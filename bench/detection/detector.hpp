#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <utility>

#include <autodecay/concepts.hpp>

namespace detection {

/// The losses of a stage, and what a user may have planned its length to be, in losses.
struct PlannedStage {
  std::span<const double> losses;
  double plan;
};

/// Returns the position, from 1, of the loss at which a detector first reports the end of the
/// stage; nothing if it never does.
using FirstFire = std::function<std::optional<std::size_t>(const PlannedStage&)>;

/// A detector made of the library's policies, which know no plan. Each call starts with fresh copies
/// of them.
template <autodecay::MovingAverage Average, autodecay::StabilityCriterion Stability>
[[nodiscard]] FirstFire detector(Average fresh_average, Stability fresh_stability) {
  return [fresh_average = std::move(fresh_average), fresh_stability = std::move(fresh_stability)](
             const PlannedStage& stage) -> std::optional<std::size_t> {
    Average average = fresh_average;
    Stability stability = fresh_stability;
    for (std::size_t i = 0; i < stage.losses.size(); ++i)
      if (stability.update(average.update(stage.losses[i]))) return i + 1;
    return std::nullopt;
  };
}

}  // namespace detection
