#pragma once

#include "log.hpp"
#include "session.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace replay_tool {

/// What is drawn of an answer: a part, since a log may have many millions of observations.
struct PlotPoint {
  std::int64_t observation = 0;
  std::int64_t stage = 1;
  double level = 0.0;
  autodecay::Decision decision = autodecay::Decision::hold;
};

/// Draws the losses, their levels, the decisions and the stages with gnuplot, and below them the
/// learning rate if the log has one. The script is examples/figures/replay.gp. The file's extension
/// chooses the format, .svg or .png. The picture is replaced atomically. Throws std::runtime_error
/// if gnuplot cannot be run or fails, which the message says, or if a file cannot be written.
///
/// Of many observations, only the least and the greatest in each column of pixels are drawn.
///
/// If decisions were only observed, the first decision of each kind in a stage has a line, and the
/// others have a tick.
void draw_plot(const std::filesystem::path& picture, const std::string& title, const Log& log,
               const std::vector<PlotPoint>& points, Rules rules);

}  // namespace replay_tool
