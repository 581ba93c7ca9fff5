#include "plot.hpp"

#include "gnuplot/gnuplot.hpp"
#include "gnuplot/temporary_folder.hpp"
#include "thinning.hpp"

#include <cerrno>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace replay_tool {
namespace {

namespace fs = std::filesystem;
using autodecay::Decision;

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double tick = 0.05;  // of the height of a panel

/// A cell of the data. gnuplot omits non-finite values.
struct Cell {
  double value;
};

std::ostream& operator<<(std::ostream& out, Cell cell) {
  return std::isfinite(cell.value) ? out << cell.value : out << "NaN";
}

/// Writes the data in the format that examples/figures/replay.gp reads.
void write_data(const fs::path& path, const Log& log, const std::vector<PlotPoint>& points) {
  std::ofstream out(path);
  out.precision(std::numeric_limits<double>::max_digits10);

  // observation, loss, learning rate
  for (const std::size_t i :
       thinned(log.losses.size(), [&](std::size_t k) { return log.losses[k]; }))
    out << i + 1 << ' ' << Cell{log.losses[i]} << ' '
        << Cell{log.learning_rates.empty() ? none : log.learning_rates[i]} << '\n';

  out << "\n\n";  // observation, level; a blank line between stages
  std::int64_t stage = points.empty() ? 0 : points[0].stage;
  for (const std::size_t i :
       thinned(points.size(), [&](std::size_t k) { return points[k].level; })) {
    if (std::exchange(stage, points[i].stage) != points[i].stage) out << '\n';
    out << points[i].observation << ' ' << Cell{points[i].level} << '\n';
  }

  out << "\n\n";  // stage, first observation, last observation
  const std::size_t column = values_per_column(points.size());
  for (std::size_t first = 0, i = 1; i <= points.size(); ++i) {
    if (i < points.size() && points[i].stage == points[first].stage) continue;
    if (i - first >= column)  // narrower ones are invisible
      out << points[first].stage << ' ' << points[first].observation << ' '
          << points[i - 1].observation << '\n';
    first = i;
  }

  out << "\n\n";  // observation, height of the line of a decay, height of the line of a stop
  out << "0 0 0\n";
  std::map<Decision, std::int64_t> last_stages;
  std::map<std::pair<Decision, bool>, std::size_t>
      next_columns;  // by kind and whether it is a line
  for (std::size_t i = 0; i < points.size(); ++i) {
    const PlotPoint& point = points[i];
    if (point.decision == Decision::hold) continue;
    const bool first = std::exchange(last_stages[point.decision], point.stage) != point.stage;
    std::size_t& next_column = next_columns[{point.decision, first}];
    if (i / column < next_column) continue;
    next_column = i / column + 1;
    const double height = first ? 1.0 : tick;
    out << point.observation << ' ' << (point.decision == Decision::decay ? height : 0.0) << ' '
        << (point.decision == Decision::stop ? height : 0.0) << '\n';
  }

  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

void draw_plot(const fs::path& picture, const std::string& title, const Log& log,
               const std::vector<PlotPoint>& points, Rules rules) {
  const gnuplot::TemporaryFolder folder(fs::temp_directory_path() / "replay-");
  const fs::path data = folder.path() / "data";
  write_data(data, log, points);

  // The picture is drawn under a temporary name and then renamed, which replaces an old picture
  // atomically.
  const fs::path drawn = fs::path(picture).replace_filename(".new-" + picture.filename().string());
  // Opened here first, because gnuplot's own message would not name the picture.
  if (!std::ofstream(drawn))
    throw std::runtime_error("cannot write " + picture.string() + ": " + std::strerror(errno));
  try {
    gnuplot::run(gnuplot::script("replay.gp"), {data.string(), drawn.string(), title,
                                                rules.course == Course::observed ? "would " : ""});
    fs::rename(drawn, picture);
  } catch (...) {
    std::error_code ignored;
    fs::remove(drawn, ignored);
    throw;
  }
}

}  // namespace replay_tool
