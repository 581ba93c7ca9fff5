#pragma once

#include "log.hpp"
#include "run.hpp"

#include <filesystem>
#include <string>

namespace replay_tool {

/// Lets gnuplot draw the losses, their levels, the decisions and the stages, and below them the
/// learning rate if the log has one, by the script examples/figures/replay.gp. The picture is of
/// the kind that the file's extension names, .svg or .png; it appears as a whole or not at all.
/// Throws std::runtime_error if gnuplot, which it names, cannot be run or fails, or a file cannot
/// be written.
void draw_plot(const std::filesystem::path& picture, const std::string& title, const Log& log,
               const Run& run);

}  // namespace replay_tool
