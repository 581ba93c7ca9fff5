#pragma once

#include "imagenet/methods.hpp"

#include <filesystem>
#include <vector>

namespace imagenet {

/// Writes the data of the paper's Figure 8 for some methods into an existing folder:
///
///   figure-8.csv         a row per epoch, with a blank line between runs: run, method, seed, epoch,
///                        stage, learning_rate, top1, top5
///   figure-8-stages.csv  a row per stage: method_number and run_number (from 1, in the order of
///                        figure-8.csv), run, method, seed, stage, first_epoch, last_epoch,
///                        learning_rate, top1, label (the learning rate or batch size), end (decay,
///                        stop, budget or, for a run under way, nothing)
///
/// Accuracies are shares; the top1 of a stage is that at its end. Throws std::system_error.
void write_figure_8(const std::vector<Method>& methods, const std::filesystem::path& folder);

/// `imagenet figure RUN… [--out FOLDER]`: writes these data and draws figure-8.svg and .png from
/// them with gnuplot. `argv[0]` is "figure". Returns the program's exit code, which is 1 if there
/// is no picture. Throws support::UsageError, std::system_error, and as read_methods() does.
int run_figure(int argc, const char* const* argv);

}  // namespace imagenet
