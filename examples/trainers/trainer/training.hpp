#pragma once

#include "trainer/dataset.hpp"
#include "trainer/options.hpp"
#include "trainer/staged_run.hpp"

#include <functional>

namespace trainer {

/// What trains beside the options.
struct TrainingContext {
  /// In place of load_dataset(): one that remembers spares the decoding when runs share their data.
  std::function<Dataset(const std::string& source, std::uint64_t seed)> load = {};
  bool verbose = true;  ///< print a row an epoch and why stages end, not only what goes wrong
};

/// Begins the run that the options describe in its folder, or goes on with it if they say resume,
/// until its schedule stops, its epochs are over or a signal arrives (see catch_interrupts()). A run
/// that is finished is left as it is, and its data are not read.
///
/// Throws UsageError for options that cannot be meant, Diverged for a loss that stays not finite,
/// and std::runtime_error for what is wrong with the folder or the data, or too little memory.
[[nodiscard]] Outcome train(const Options& options, const TrainingContext& context = {});

}  // namespace trainer
