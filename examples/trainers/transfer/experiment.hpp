#pragma once

#include "transfer/options.hpp"

namespace transfer {

/// Trains the unfinished cells of the matrix and reports on all of it: writes the table, the
/// claims, the recommendation and the pictures into the folder and prints the texts. Returns the
/// program's exit code, which is 128 plus the signal's number if one arrived (see
/// trainer::catch_interrupts()). The same call then resumes at the first unfinished cell.
///
/// Throws support::UsageError for invalid or contradictory options, trainer::Diverged that names
/// the cell if a training's loss becomes non-finite, and std::runtime_error if the source, the
/// targets or the folder are invalid. All errors in the source's and the targets' files except
/// damaged images are found before any training.
[[nodiscard]] int run_experiment(Options options);

}  // namespace transfer
