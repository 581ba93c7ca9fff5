#pragma once

#include "imagenet/options.hpp"
#include "run/staged_run.hpp"

namespace imagenet {

/// Starts the run that the options describe in its folder, or resumes it if they say so, until its
/// schedule stops, its epochs are used up or a signal arrives. A finished run is left unchanged. If
/// the environment says that this is one of several processes (see trainer::launch_from()), they
/// train together. All of them must see the run's folder and the data; the first one writes.
///
/// Throws support::UsageError for invalid or contradictory options, trainer::Diverged if the loss
/// stays non-finite, trainer::RankLost if another process is gone, and std::runtime_error if the
/// folder or the data are invalid, memory is too small, or the processes differ.
[[nodiscard]] trainer::Outcome train(const Options& options);

}  // namespace imagenet
