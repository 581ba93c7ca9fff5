#pragma once

#include "comparison_report.hpp"

#include <filesystem>

namespace replay_tool {

/// Draws the losses and, below them, a row per contender with its decisions and what they save. The
/// script is examples/figures/comparison.gp. Throws like draw_picture.
void draw_comparison(const std::filesystem::path& picture, const Comparison& comparison,
                     const Log& log);

}  // namespace replay_tool
