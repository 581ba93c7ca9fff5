#pragma once

#include "figures/figure.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// The paper's claims of section 3 about decays as tests of numbers. If seeds scatter, "certain" means
/// certain by a paired interval with 95 % confidence by Student's distribution, see support::Sample.
namespace figures {

/// The mean training loss of each epoch, from epoch 1.
using Losses = std::vector<double>;

/// The losses of trainings that differ in the epoch of the decay, 0 for never: per decay, a training
/// per seed. With the same seed, two trainings are the same until one of them decays.
using LossesByDecay = std::map<std::int64_t, std::vector<Losses>>;

/// Figure 3: "if we decay the learning rate when the training loss plateaus, it will drop sharply
/// in the next epoch". The control is the training without a decay in the same epoch. Holds if it is
/// certain for every decay that the loss falls more than twice as far as the control's, fails if the
/// opposite is certain for one.
[[nodiscard]] Claim drops_sharply(const LossesByDecay& losses);

/// Figure 3: "if we never decay, the training loss plateaus and stops decreasing". Holds if it is
/// certain that the loss of the training without decay changes, from the epoch of the last decay to
/// the end, by less than half of what this decay gives in one epoch; fails if the opposite is certain.
[[nodiscard]] Claim plateaus_without_decay(const LossesByDecay& losses);

/// How much the norm of a group of parameters changes on either side of a decay.
struct NormChange {
  /// The mean size of a difference between epochs, before and after the decay.
  struct Sides {
    double before = 0.0;
    double after = 0.0;

    [[nodiscard]] double ratio() const { return after / before; }
  };

  std::string group;
  Sides roughness;  ///< |n(t + 1) - 2 n(t) + n(t - 1)|, which a steady drift leaves at 0
  Sides drift;      ///< |n(t) - n(t - 1)|
};

/// Figures 4 and 11: "the change of parameters is much smoother in the small learning rate phase".
/// Holds if the roughness after the decay is less than half of that before it in every group.
/// `rate_ratio` is the factor of the decay. Non-finite ratios count and make the claim fail.
[[nodiscard]] Claim changes_more_smoothly_after_decay(const std::vector<NormChange>& changes,
                                                      double rate_ratio);

/// The best test accuracy of the trainings by one method, 0 … 1.
struct BestAccuracies {
  std::string method;                                    ///< see trainer::method_text()
  std::map<std::int64_t, std::vector<double>> by_decay;  ///< per seed; decay 0: never
  std::int64_t diverged = 0;  ///< number of trainings whose loss became non-finite
};

/// Figure 5, under SGD: the best test accuracy is higher with a decay than without. Holds if this
/// is certain for every decay, fails if the opposite is certain for one.
[[nodiscard]] Claim rises_with_decay(const BestAccuracies& sgd);

/// Figures 5 and 10, under batch gradient descent: the best test accuracy does not depend on the
/// decay. Holds if it is certain that every decay changes it by less than half of the mean gain
/// from the decays under SGD (at least one point); fails if a larger change is certain for one
/// decay.
[[nodiscard]] Claim is_independent_of_decay(const BestAccuracies& bgd, const BestAccuracies& sgd);

/// Figures 5 and 10: "BGD is extremely unstable". Compares trainings without a decay, one per seed,
/// over equally many steps: the losses of batch gradient descent, one per step, are averaged over as
/// many steps as an epoch of SGD has. The instability of a training is the logarithm of the largest
/// ratio of such a mean to the least one before it. Holds if it is certain to be larger under batch
/// gradient descent, fails if it is certain to be smaller. Requires at least two epochs.
[[nodiscard]] Claim is_less_stable(const std::vector<Losses>& bgd, const std::vector<Losses>& sgd,
                                   std::int64_t steps_per_epoch);

}  // namespace figures
