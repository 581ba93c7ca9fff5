#pragma once

#include "imagenet/options.hpp"
#include "trainer/staged_run.hpp"

namespace imagenet {

/// Begins the run that the options describe in its folder, or goes on with it if they say resume,
/// until its schedule stops, its epochs are over or a signal arrives. A run that is finished is left
/// as it is. Where the environment says that this is one of several processes (see
/// trainer::launch_from()), they train together; all of them see the run's folder and the data, and
/// the first one writes.
///
/// Throws trainer::UsageError for options that cannot be meant, trainer::Diverged for a loss that
/// stays not finite, trainer::RankLost if another process is gone, and std::runtime_error for what
/// is wrong with the folder or the data, too little memory, or processes that differ.
[[nodiscard]] trainer::Outcome train(const Options& options);

}  // namespace imagenet
