#pragma once

#include "log.hpp"
#include "session.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
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

/// What is drawn of a log.
struct Drawing {
  std::string title;
  std::string scheduler;  ///< its text
  const Log& log;
  const std::vector<PlotPoint>& points;
  const std::vector<Answer>& reasons;  ///< the decisions whose reasons are written, in order
};

/// How many reasons a picture has room for.
inline constexpr std::size_t most_reasons = 5;

/// Draws the losses, their levels, the stages, the decisions with their reasons, and the learning rate
/// if the log has one. The script is examples/figures/replay.gp. Throws like draw_picture.
///
/// Of many observations, only the least and the greatest in each column of pixels are drawn.
///
/// If decisions were only observed, the first decision of each kind in a stage has a line, and the
/// others have a tick.
void draw_plot(const std::filesystem::path& picture, const Drawing& drawing, Rules rules);

/// Writes the losses of a picture, a row each: observation, loss, learning rate. Of many, only the least
/// and the greatest in each column of pixels are written.
void write_losses(std::ostream& out, const Log& log);

}  // namespace replay_tool
