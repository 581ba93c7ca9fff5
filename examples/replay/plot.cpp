#include "plot.hpp"

#include "gnuplot/gnuplot.hpp"
#include "gnuplot/temporary_folder.hpp"

#include <cerrno>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <system_error>

#include <stdlib.h>

namespace replay_tool {
namespace {

namespace fs = std::filesystem;
using autodecay::Decision;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// A cell of the data; gnuplot leaves out what is not finite.
struct Cell {
  double value;
};

std::ostream& operator<<(std::ostream& out, Cell cell) {
  return std::isfinite(cell.value) ? out << cell.value : out << "NaN";
}

/// The data as examples/figures/replay.gp reads it.
void write_data(const fs::path& path, const Log& log, const Run& run) {
  std::ofstream out(path);
  out.precision(std::numeric_limits<double>::max_digits10);

  // observation, loss, learning rate
  for (std::size_t i = 0; i < log.losses.size(); ++i)
    out << i + 1 << ' ' << Cell{log.losses[i]} << ' '
        << Cell{log.learning_rates.empty() ? none : log.learning_rates[i]} << '\n';

  out << "\n\n";  // observation, level; a blank line between stages
  for (std::size_t i = 0; i < run.steps.size(); ++i) {
    if (i > 0 && run.steps[i].stage != run.steps[i - 1].stage) out << '\n';
    out << i + 1 << ' ' << Cell{run.steps[i].level} << '\n';
  }

  out << "\n\n";  // stage, first observation, last observation
  for (std::size_t first = 0, i = 1; i <= run.steps.size(); ++i) {
    if (i < run.steps.size() && run.steps[i].stage == run.steps[first].stage) continue;
    out << run.steps[first].stage << ' ' << first + 1 << ' ' << i << '\n';
    first = i;
  }

  out << "\n\n";  // observation, 1 at a decay, 1 at a stop
  out << "0 0 0\n";
  for (const Verdict& verdict : run.verdicts)
    out << verdict.observation << ' ' << (verdict.evidence.decision == Decision::decay) << ' '
        << (verdict.evidence.decision == Decision::stop) << '\n';

  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

void draw_plot(const fs::path& picture, const std::string& title, const Log& log, const Run& run) {
  const gnuplot::TemporaryFolder folder(fs::temp_directory_path() / "replay-");
  const fs::path data = folder.path() / "data";
  write_data(data, log, run);

  // Drawn beside its place and then renamed, which replaces an older picture as a whole.
  const fs::path drawn = fs::path(picture).replace_filename(".new-" + picture.filename().string());
  try {
    gnuplot::run(REPLAY_FIGURE, {data.string(), drawn.string(), title});
    fs::rename(drawn, picture);
  } catch (...) {
    std::error_code ignored;
    fs::remove(drawn, ignored);
    throw;
  }
}

}  // namespace replay_tool
