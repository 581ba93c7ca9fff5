#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <utility>

#include <autodecay/concepts.hpp>

namespace detection {

/// The first of some losses, counted from 1, after which a detector says that the stage is over;
/// nothing if it never does.
using FirstFire = std::function<std::optional<std::size_t>(std::span<const double>)>;

/// A detector of the library's policies, which begins anew in each call.
template <autodecay::MovingAverage Average, autodecay::StabilityCriterion Stability>
[[nodiscard]] FirstFire detector(Average fresh_average, Stability fresh_stability) {
  return [fresh_average = std::move(fresh_average), fresh_stability = std::move(fresh_stability)](
             std::span<const double> losses) -> std::optional<std::size_t> {
    Average average = fresh_average;
    Stability stability = fresh_stability;
    for (std::size_t i = 0; i < losses.size(); ++i)
      if (stability.update(average.update(losses[i]))) return i + 1;
    return std::nullopt;
  };
}

}  // namespace detection
