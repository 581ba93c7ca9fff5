#pragma once

#include <filesystem>

namespace trainer {

/// Lets gnuplot draw stages.svg and stages.png from the metrics.csv of a run's folder, by the
/// script examples/figures/stages.gp, and says where they are; or, on standard error, what is in the
/// way: a picture that is not drawn loses nothing.
void draw_picture(const std::filesystem::path& folder);

}  // namespace trainer
