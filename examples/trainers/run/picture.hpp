#pragma once

#include <filesystem>
#include <string>

namespace trainer {

/// Draws stages.svg and stages.png with gnuplot from the metrics.csv in a run's folder, by the
/// script examples/figures/stages.gp, and prints their paths. A failure is only reported on
/// standard error, since the run's data are complete without the picture. `note` is printed small
/// in the picture.
void draw_picture(const std::filesystem::path& folder, const std::string& note);

}  // namespace trainer
