#pragma once

#include <filesystem>
#include <string>

namespace trainer {

/// Lets gnuplot draw stages.svg and stages.png from the metrics.csv of a run's folder, by the
/// script examples/figures/stages.gp, and says where they are; or, on standard error, what is in the
/// way: a picture that is not drawn loses nothing. `note` is its small print.
void draw_picture(const std::filesystem::path& folder, const std::string& note);

}  // namespace trainer
