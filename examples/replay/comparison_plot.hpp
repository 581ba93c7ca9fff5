#pragma once

#include "comparison_report.hpp"

#include <filesystem>

namespace replay_tool {

/// Draws the losses and, below them, a row per contender: how long it watched each recorded stage,
/// where it decided, and what that saved. The script is examples/figures/comparison.gp. Throws like
/// draw_plot.
void draw_comparison(const std::filesystem::path& picture, const Comparison& comparison,
                     const Log& log, const RecordedStages& recorded);

}  // namespace replay_tool
