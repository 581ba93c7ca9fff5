#include "plot.hpp"

#include "picture.hpp"
#include "thinning.hpp"

#include <cstddef>
#include <map>
#include <ostream>
#include <sstream>
#include <utility>

namespace replay_tool {
namespace {

using autodecay::Decision;

/// The kinds and rows of examples/figures/replay.gp.
constexpr int kind_of(Decision decision) { return decision == Decision::decay ? 1 : 2; }
constexpr int no_reason = 0;
constexpr int only_tick = -1;

/// "75: decay, spread 0.0285 < 0.03"
std::string reason_of(const Answer& answer) {
  std::ostringstream text;
  text.precision(3);
  text << answer.observation << ": " << answer.decision;
  for (const auto& measurement : {answer.evidence.stability, answer.evidence.drop})
    if (measurement) text << ", " << *measurement;
  return text.str();
}

/// observation, level; a blank line between stages
void write_levels(std::ostream& out, const std::vector<PlotPoint>& points) {
  std::int64_t stage = points.empty() ? 0 : points[0].stage;
  for (const std::size_t i :
       thinned(points.size(), [&](std::size_t k) { return points[k].level; })) {
    if (std::exchange(stage, points[i].stage) != points[i].stage) out << '\n';
    out << points[i].observation << ' ' << Cell{points[i].level} << '\n';
  }
}

/// stage, first observation, last observation
void write_stages(std::ostream& out, const std::vector<PlotPoint>& points) {
  const std::size_t column = values_per_column(points.size());
  for (std::size_t first = 0, i = 1; i <= points.size(); ++i) {
    if (i < points.size() && points[i].stage == points[first].stage) continue;
    if (i - first >= column)  // narrower ones are invisible
      out << points[first].stage << ' ' << points[first].observation << ' '
          << points[i - 1].observation << '\n';
    first = i;
  }
}

/// observation, kind, row of the reason, reason
void write_decisions(std::ostream& out, const std::vector<PlotPoint>& points,
                     const std::vector<Answer>& reasons) {
  const std::size_t column = values_per_column(points.size());
  out << "0 0 0 \"\"\n";
  std::map<Decision, std::int64_t> last_stages;
  // The next column that is free, by kind and whether it is a line.
  std::map<std::pair<Decision, bool>, std::size_t> next_columns;
  std::size_t written = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const PlotPoint& point = points[i];
    if (point.decision == Decision::hold) continue;
    const bool first = std::exchange(last_stages[point.decision], point.stage) != point.stage;
    const bool reasoned =
        written < reasons.size() && reasons[written].observation == point.observation;
    std::size_t& next_column = next_columns[{point.decision, first}];
    if (i / column < next_column && !reasoned) continue;
    next_column = i / column + 1;
    out << point.observation << ' ' << kind_of(point.decision) << ' ';
    if (reasoned)
      out << written + 1 << " \"" << reason_of(reasons[written]) << "\"\n";
    else
      out << (first ? no_reason : only_tick) << " \"\"\n";
    written += reasoned ? 1 : 0;
  }
}

}  // namespace

void write_losses(std::ostream& out, const Log& log) {
  for (const std::size_t i :
       thinned(log.losses.size(), [&](std::size_t k) { return log.losses[k]; }))
    out << i + 1 << ' ' << Cell{log.losses[i]} << ' ' << Cell{log.rate(i)} << '\n';
}

void draw_plot(const std::filesystem::path& picture, const Drawing& drawing, Rules rules) {
  draw_picture(picture, "replay.gp",
               {drawing.title, drawing.scheduler, rules.course == Course::observed ? "would " : ""},
               [&](std::ostream& out) {
                 write_losses(out, drawing.log);
                 out << "\n\n";
                 write_levels(out, drawing.points);
                 out << "\n\n";
                 write_stages(out, drawing.points);
                 out << "\n\n";
                 write_decisions(out, drawing.points, drawing.reasons);
               });
}

}  // namespace replay_tool
