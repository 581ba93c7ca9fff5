#pragma once

#include "hindsight/outcome.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace hindsight {

/// The one of some outcomes that saves most at a regret of at most `regret`, the one of least
/// regret among equals; nothing if none keeps to it.
[[nodiscard]] std::optional<std::size_t> best_within(std::span<const Outcome> outcomes,
                                                     double regret);

/// The outcomes that no other one beats, which would save at least as much at no more regret: by
/// ascending regret, and so by ascending saving. Of equal ones the first.
[[nodiscard]] std::vector<std::size_t> frontier_of(std::span<const Outcome> outcomes);

/// What no rule can beat that ends each of some stages once, even one that knows them to their end:
/// the greatest mean saving at each mean regret. `stages` holds all outcomes of each stage to
/// choose one from, with that of never ending it, 0 and 0.
///
/// To save most at a mean regret of at most r is a knapsack with a choice in each group. The bound
/// is that of its linear relaxation, where a stage may take a mixture of two outcomes: each stage's
/// outcomes are replaced by their upper concave hull, and the hulls' segments are taken in the
/// order of their slopes, the steepest first. Only one stage is mixed at any regret, so that the
/// bound is exact at its corners and between them above the best choice by less than one stage's
/// segment, that is by less than 1 / stages.
///
/// Returns the corners of the bound, by ascending regret; it is straight between them and level
/// after the last. In O(N log N) for N outcomes.
[[nodiscard]] std::vector<Outcome> hindsight_bound(std::span<const std::vector<Outcome>> stages);

/// The saving at a regret on the line through some corners, which begins at a regret of 0.
[[nodiscard]] double saved_at(std::span<const Outcome> corners, double regret);

}  // namespace hindsight
