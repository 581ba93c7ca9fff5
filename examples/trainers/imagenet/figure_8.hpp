#pragma once

#include "imagenet/methods.hpp"

#include <filesystem>
#include <vector>

namespace imagenet {

/// What the paper's Figure 8 shows of some methods, into an existing folder:
///
///   figure-8.csv         a row an epoch, a blank line between runs: run, method, seed, epoch, stage,
///                        learning_rate, top1, top5
///   figure-8-stages.csv  a row a stage: method_number and run_number (from 1, in the order of
///                        figure-8.csv), run, method, seed, stage, first_epoch, last_epoch,
///                        learning_rate, top1, label (what the stage is trained with), end (decay,
///                        stop, budget or, of a run under way, nothing)
///
/// Accuracies are shares, top1 of a stage that at its end. Throws std::system_error.
void write_figure_8(const std::vector<Method>& methods, const std::filesystem::path& folder);

/// `imagenet figure RUN… [--out FOLDER]`: writes that, and lets gnuplot draw figure-8.svg and .png
/// from it. `argv[0]` is "figure". Returns the program's exit code, 1 if there is no picture; throws
/// trainer::UsageError, std::system_error, and as read_methods() does.
int run_figure(int argc, const char* const* argv);

}  // namespace imagenet
