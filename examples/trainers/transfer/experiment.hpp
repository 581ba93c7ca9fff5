#pragma once

#include "transfer/options.hpp"

namespace transfer {

/// Trains the cells of the matrix that are not finished yet, and reports on all of it: the table, the
/// claims, the recommendation and the pictures, in the folder and on standard output. Returns the
/// program's exit code, 128 and the signal's number if one arrived (see trainer::catch_interrupts());
/// the same call then goes on at the first unfinished cell.
///
/// Throws trainer::UsageError for options that cannot be meant, trainer::Diverged that names the cell
/// for a training whose loss does not stay finite, and std::runtime_error for what is
/// wrong with the source, the targets or the folder; of the source's and the targets' files all but
/// damaged images are found before any training.
[[nodiscard]] int run_experiment(Options options);

}  // namespace transfer
