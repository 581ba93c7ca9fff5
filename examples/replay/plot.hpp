#pragma once

#include "log.hpp"
#include "session.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace replay_tool {

/// Lets gnuplot draw the losses, their levels, the decisions and the stages, and below them the
/// learning rate if the log has one, by the script examples/figures/replay.gp. The picture is of
/// the kind that the file's extension names, .svg or .png; it appears as a whole or not at all.
/// Throws std::runtime_error if gnuplot, which it names, cannot be run or fails, or a file cannot
/// be written.
///
/// Of decisions that were only observed the first one of its kind in a stage has a line, the others
/// a tick.
void draw_plot(const std::filesystem::path& picture, const std::string& title, const Log& log,
               const std::vector<Answer>& answers, Rules rules);

}  // namespace replay_tool
