#pragma once

#include "data/dataset.hpp"
#include "run/options.hpp"
#include "run/staged_run.hpp"

#include <functional>

namespace trainer {

/// What training depends on besides the options.
struct TrainingContext {
  /// Used in place of load_dataset(); a caching function decodes data shared by several runs only
  /// once.
  std::function<Dataset(const std::string& source, std::uint64_t seed)> load = {};
  bool verbose = true;  ///< print a row per epoch and why stages end, not only problems
};

/// Starts the run that the options describe in its folder, or resumes it if they say so, until its
/// schedule stops, its epochs are used up or a signal arrives (see catch_interrupts()). A finished
/// run is left unchanged, and its data are not read.
///
/// Throws UsageError for invalid or contradictory options, Diverged if the loss stays non-finite,
/// and std::runtime_error if the folder or the data are invalid or memory is too small.
[[nodiscard]] Outcome train(const Options& options, const TrainingContext& context = {});

}  // namespace trainer
