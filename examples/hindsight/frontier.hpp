#pragma once

#include "hindsight/outcome.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace hindsight {

/// The index of the outcome that saves the most at a regret of at most `regret`, with the lowest
/// regret in case of ties; nothing if no outcome is within the limit.
[[nodiscard]] std::optional<std::size_t> best_within(std::span<const Outcome> outcomes,
                                                     double regret);

/// The indices of the outcomes that no other outcome beats; an outcome beats another if it saves at
/// least as much at no more regret. They are sorted by ascending regret, and therefore also by
/// ascending saving. Of equal outcomes, the first is kept.
[[nodiscard]] std::vector<std::size_t> frontier_of(std::span<const Outcome> outcomes);

/// An upper bound for every rule that ends each of some stages once, even for a rule that knows the
/// whole stage: the greatest mean saving at each mean regret. `stages` holds all outcomes of each
/// stage, including that of never ending it, {0, 0}.
///
/// Saving the most at a mean regret of at most r is a multiple-choice knapsack problem. The bound
/// is its linear relaxation, in which a stage may take a mixture of two outcomes. The outcomes of
/// each stage are replaced by their upper concave hull, and the segments of all hulls are taken in
/// the order of their slopes, steepest first. Only one stage is mixed at any regret. The bound is
/// therefore exact at its corners, and between them it exceeds the best choice by less than the
/// segment of one stage, which is less than 1 / stages.
///
/// Returns the corners of the bound by ascending regret. The bound is linear between the corners
/// and constant after the last. O(N log N) for N outcomes.
[[nodiscard]] std::vector<Outcome> hindsight_bound(std::span<const std::vector<Outcome>> stages);

/// The saving at a given regret on the line through the corners, which begin at a regret of 0.
[[nodiscard]] double saved_at(std::span<const Outcome> corners, double regret);

}  // namespace hindsight
