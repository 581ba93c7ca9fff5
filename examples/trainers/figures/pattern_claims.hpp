#pragma once

#include "figures/figure.hpp"

#include <vector>

/// The paper's claims of section 3 about patterns as tests of numbers. "Certain" means the same as in
/// claims.hpp.
namespace figures {

/// Accuracies on the images with one kind of pattern, per seed.
struct KindAccuracies {
  std::vector<double> before = {};    ///< before the decay
  std::vector<double> by_rate = {};   ///< at the end, if the decay lowers the rate
  std::vector<double> by_batch = {};  ///< at the end, if the decay grows the batch instead
  std::vector<double> without = {};   ///< at the end, without a decay
};

/// "Complex patterns are not learnable under the large learning rate." Holds if it is certain that
/// more than half of the final accuracy above chance on complex patterns needs the decay; fails if
/// it is certain that less does.
[[nodiscard]] Claim needs_the_decay(const KindAccuracies& complex, double chance);

/// "When the learning rate is decayed, more patterns are learnable", complex ones. Holds if it is
/// certain that complex patterns gain from the decay compared with the training without it, and
/// gain more than easy ones; fails if it is certain that they do not gain.
[[nodiscard]] Claim learns_complex_after_decay(const KindAccuracies& easy,
                                               const KindAccuracies& complex);

/// Growing the batch starts the same stage as lowering the rate. Holds if it is certain that both
/// gain over the training without a decay, and that the batch gains at least half as much as the
/// rate; fails if it is certain that the batch gains nothing.
[[nodiscard]] Claim grown_batch_does_the_same(const KindAccuracies& complex);

/// "Simple patterns' gradients are consistent across mini-batches, complex patterns' are not." The
/// arguments are the mean signal-to-noise ratios of the first stage, per seed. Holds if the ratio
/// of easy patterns is certain to be larger, fails if it is certain to be smaller.
[[nodiscard]] Claim easy_gradients_are_consistent(const std::vector<double>& easy,
                                                  const std::vector<double>& complex);

}  // namespace figures
