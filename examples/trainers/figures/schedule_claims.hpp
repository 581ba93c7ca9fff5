#pragma once

#include "figures/courses.hpp"
#include "figures/figure.hpp"

namespace figures {

// Section 4.3 as tests of numbers, for any way to detect the end of a stage. "Certain" means certain
// by a paired interval over the seeds with 95 % confidence, see support::Sample. In the texts, "by" or
// "gains" comes before the difference with its 95 % margin; other numbers have standard deviations.

/// It reaches the accuracy of StepDecay in a fifth fewer epochs. Holds if it is certain that it saves
/// at least 20 % of the epochs and loses less than 0.2 points; fails if it is certain that it does
/// not.
[[nodiscard]] Claim arrives_sooner(const Courses& run, const Courses& step_decay);

/// It is more accurate than a control with the same number of epochs. Holds or fails if that or the
/// opposite is certain.
[[nodiscard]] Claim is_better_at_equal_epochs(const Courses& run, const Courses& control);

/// It is at most 0.2 points less accurate than a control with the same number of epochs. Holds or
/// fails if that or the opposite is certain.
[[nodiscard]] Claim keeps_up_at_equal_epochs(const Courses& run, const Courses& control);

/// It needs fewer epochs than StepDecay to first come within 0.2 points of StepDecay's final accuracy,
/// which the noise of a later epoch may lose again.
/// Holds if it comes there from every start and fewer epochs are certain; fails if it comes there
/// from no start or more epochs are certain.
[[nodiscard]] Claim reaches_accuracy_sooner(const Courses& run, const Courses& step_decay);

/// It saves epochs in the first stage; the text has the differences in all stages, with their 95 %
/// margins. Holds or fails if that or the opposite is certain.
[[nodiscard]] Claim saves_in_first_stage(const Courses& run, const Courses& step_decay);

}  // namespace figures
