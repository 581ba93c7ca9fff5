#pragma once

#include "figures/figure.hpp"
#include "transfer/matrix.hpp"

#include <vector>

namespace transfer {

/// The paper's two clues that later stages transfer less, as tests of a method's numbers.
///
/// What is certain is so given the seeds' scatter alone: of the training on the target. All targets
/// share one source run and one split into training and test images, and of other runs and splits
/// nothing is known. Single seeds are certain of nothing.

/// "In all of the experiments, the ratio for transfer learning is smaller than the ratio in ImageNet":
/// the ratio of the gains after `stage` and the next one. The source's own ratio, that of its one run,
/// is taken as it is.
///
/// Of a target it is certain by its 95 % interval as ratio_interval() has it, if the first gain is
/// certain to be positive; a ratio to a gain that may be zero or is negative decides nothing. Holds if
/// it is certain of every target; fails if of some the contrary is, with 95 % confidence in all targets
/// together (each has a part of the 5 %). Undecided if the source's first gain is not positive.
///
/// `stage` is at most two before the last one.
[[nodiscard]] figures::Claim ratios_are_below_source(const Matrix& matrix,
                                                     const std::vector<CellResult>& results,
                                                     Method method, std::int64_t stage);

/// "In Sketch250 dataset, it is surprising that Gain23 is negative": a gain on some target is. Holds if
/// of one that is certain, with 95 % confidence in all gains together; fails if every gain is certain
/// to be positive, each with 95 % confidence. Of at least two stages.
[[nodiscard]] figures::Claim some_gain_is_negative(const Matrix& matrix,
                                                   const std::vector<CellResult>& results,
                                                   Method method);

/// All that can be asked of the methods with finished cells: of each the first claim, for every two
/// consecutive gains, and the second.
[[nodiscard]] std::vector<figures::Claim> claims_of(const Matrix& matrix,
                                                    const std::vector<CellResult>& results);

}  // namespace transfer
