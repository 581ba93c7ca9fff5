#pragma once

#include "figures/figure.hpp"
#include "transfer/matrix.hpp"

#include <vector>

namespace transfer {

/// The paper's two observations that later stages transfer less, as tests of a method's numbers.
///
/// "Certain" means certain twice: by the scatter over the seeds, which is that of the training on
/// the target, and by the scatter over the test images, see Pairing. All targets share one source
/// run, so nothing is known about other runs. A single seed never makes anything certain.

/// "In all of the experiments, the ratio for transfer learning is smaller than the ratio in
/// ImageNet": the ratio of the next gain to the gain after `stage`. The source's ratio comes from a
/// single run and is taken as exact.
///
/// It is certain for a target by the 95 % interval from ratio_interval(), if the first gain is
/// certain to be positive; a ratio to a gain that may be zero or negative decides nothing. Holds if
/// it is certain for every target; fails if the opposite is certain for some target, with 95 %
/// confidence over all targets together (each has a part of the 5 %). Undecided if the source's
/// first gain is not positive.
///
/// `stage` must be at least two before the last stage.
[[nodiscard]] figures::Claim ratios_are_below_source(const Matrix& matrix,
                                                     const std::vector<CellResult>& results,
                                                     Method method, std::int64_t stage);

/// "In Sketch250 dataset, it is surprising that Gain23 is negative": some gain on some target is
/// negative. Holds if this is certain for one gain, with 95 % confidence over all gains together;
/// fails if every gain is certain to be positive, each with 95 % confidence. Requires at least two
/// stages.
[[nodiscard]] figures::Claim some_gain_is_negative(const Matrix& matrix,
                                                   const std::vector<CellResult>& results,
                                                   Method method);

/// All claims for the methods with finished cells: for each method the first claim for every two
/// consecutive gains, and the second claim.
[[nodiscard]] std::vector<figures::Claim> claims_of(const Matrix& matrix,
                                                    const std::vector<CellResult>& results);

}  // namespace transfer
