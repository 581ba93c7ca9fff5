#pragma once

#include "figures/figure.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// The paper's claims of sections 3 and 4.3 as tests of numbers. Where seeds scatter, "certain" is
/// what a paired interval of 95 % confidence by Student's distribution allows, see report::Sample.
namespace figures {

/// The mean training loss of epochs 1, 2, …
using Losses = std::vector<double>;

/// Figure 3: "if we decay the learning rate when the training loss plateaus, it will drop sharply in
/// the next epoch". Losses by the epoch of the decay, 0 for never.
///
/// A decay counts if its stage was stable: over the three epochs before (fewer where there are not
/// so many) the loss fell by less than 15 % of itself an epoch. A drop is sharp if it is more than
/// twice the mean fall in these epochs, and more than their largest change up or down. Holds if every
/// drop that counts is sharp, fails if one is not; undecided if none counts.
[[nodiscard]] Claim drops_sharply(const std::map<std::int64_t, Losses>& losses);

/// Figure 3: "if we never decay, the training loss plateaus and stops decreasing". Holds if from the
/// last decay's epoch to the end the loss of the training without decay changes by less than half of
/// what that decay brings in one epoch.
[[nodiscard]] Claim plateaus_without_decay(const std::map<std::int64_t, Losses>& losses);

/// How much the norm of a group of parameters changes from one epoch to the next, on average.
struct NormChange {
  std::string group;
  double before = 0.0;  ///< the decay
  double after = 0.0;

  [[nodiscard]] double ratio() const { return after / before; }
};

/// Figures 4 and 11: "the change of parameters is much smoother in the small learning rate phase".
/// Holds if the change after the decay is less than half of that before it in every group;
/// `rate_ratio` is what the decay multiplied the rate by. Ratios that are not finite are counted,
/// and make the claim fail.
[[nodiscard]] Claim changes_less_after_decay(const std::vector<NormChange>& changes,
                                             double rate_ratio);

/// The best test accuracy of trainings by one method, 0 … 1.
struct BestAccuracies {
  std::string method;                                    ///< as trainer::method_text() has it
  std::map<std::int64_t, std::vector<double>> by_decay;  ///< of each seed; decay 0: never
  std::int64_t diverged = 0;  ///< trainings whose loss did not stay finite
};

/// Figure 5, under SGD: with a decay the best test accuracy is higher than without. Holds if that is
/// certain for every decay, fails if the contrary is for one.
[[nodiscard]] Claim rises_with_decay(const BestAccuracies& sgd);

/// Figures 5 and 10, under batch gradient descent: the best test accuracy does not depend on the
/// decay. Holds if it is certain for every decay that it brings less than half of what the decays
/// bring under SGD on average (at least one point), up or down; fails if more is certain for one.
[[nodiscard]] Claim is_independent_of_decay(const BestAccuracies& bgd, const BestAccuracies& sgd);

/// Where trainings with one schedule end, of each seed.
struct RunEnds {
  std::string method = {};  ///< as trainer::Schedule::method_of() has it
  std::vector<double> epochs = {};
  std::vector<double> accuracies = {};  ///< on the test images after the last epoch, 0 … 1

  /// The share of another schedule's epochs that this one saves, of each seed.
  [[nodiscard]] std::vector<double> epochs_saved(const RunEnds& other) const;
};

/// Section 4.3, of any way to tell when a stage is over: it reaches the accuracy of StepDecay with a
/// quarter fewer epochs. Holds if it is certain that it saves at least 25 % of the epochs and that it
/// loses less than one point; fails if it is certain that one of these is not so.
[[nodiscard]] Claim arrives_sooner(const RunEnds& run, const RunEnds& step_decay);

/// Accuracies on the images with one kind of patterns, of each seed.
struct KindAccuracies {
  std::vector<double> before = {};    ///< the decay
  std::vector<double> by_rate = {};   ///< at the end, the rate lowered by the decay
  std::vector<double> by_batch = {};  ///< at the end, the batch grown by it instead
  std::vector<double> without = {};   ///< at the end, without a decay
};

/// "Complex patterns are not learnable under the large learning rate." Holds if more than half of the
/// accuracy above chance that a training reaches on them is certain to need the decay; fails if less
/// is.
[[nodiscard]] Claim needs_the_decay(const KindAccuracies& complex, double chance);

/// "When the learning rate is decayed, more patterns are learnable", complex ones. Holds if it is
/// certain that complex patterns gain by the decay over the training without, and more than easy
/// ones do; fails if it is certain that they do not gain.
[[nodiscard]] Claim learns_complex_after_decay(const KindAccuracies& easy,
                                               const KindAccuracies& complex);

/// Growing the batch opens the same stage as lowering the rate. Holds if each is certain to gain
/// over the training without, and the batch to gain at least half as much as the rate; fails if it is certain
/// that the batch gains nothing.
[[nodiscard]] Claim grown_batch_does_the_same(const KindAccuracies& complex);

/// "Simple patterns' gradients are consistent across mini-batches, complex patterns' are not." The
/// mean signal to noise of the first stage, of each seed. Holds if that of easy patterns is certain
/// to be larger, fails if it is certain to be smaller.
[[nodiscard]] Claim easy_gradients_are_consistent(const std::vector<double>& easy,
                                                  const std::vector<double>& complex);

}  // namespace figures
