#include "plot.hpp"

#include "gnuplot/gnuplot.hpp"
#include "gnuplot/temporary_folder.hpp"

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
void write_data(const fs::path& path, const Log& log, const std::vector<Answer>& answers) {
  std::ofstream out(path);
  out.precision(std::numeric_limits<double>::max_digits10);

  // observation, loss, learning rate
  for (std::size_t i = 0; i < log.losses.size(); ++i)
    out << i + 1 << ' ' << Cell{log.losses[i]} << ' '
        << Cell{log.learning_rates.empty() ? none : log.learning_rates[i]} << '\n';

  out << "\n\n";  // observation, level; a blank line between stages
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (i > 0 && answers[i].stage != answers[i - 1].stage) out << '\n';
    out << answers[i].observation << ' ' << Cell{answers[i].level} << '\n';
  }

  out << "\n\n";  // stage, first observation, last observation
  for (std::size_t first = 0, i = 1; i <= answers.size(); ++i) {
    if (i < answers.size() && answers[i].stage == answers[first].stage) continue;
    out << answers[first].stage << ' ' << answers[first].observation << ' '
        << answers[i - 1].observation << '\n';
    first = i;
  }

  out << "\n\n";  // observation, height of the line of a decay, height of the line of a stop
  out << "0 0 0\n";
  std::map<Decision, std::int64_t> last_stages;
  for (const Answer& answer : answers) {
    if (answer.decision == Decision::hold) continue;
    const bool first = std::exchange(last_stages[answer.decision], answer.stage) != answer.stage;
    const double height = first ? 1.0 : tick;
    out << answer.observation << ' ' << (answer.decision == Decision::decay ? height : 0.0) << ' '
        << (answer.decision == Decision::stop ? height : 0.0) << '\n';
  }

  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

void draw_plot(const fs::path& picture, const std::string& title, const Log& log,
               const std::vector<Answer>& answers, Rules rules) {
  const gnuplot::TemporaryFolder folder(fs::temp_directory_path() / "replay-");
  const fs::path data = folder.path() / "data";
  write_data(data, log, answers);

  // The picture is drawn under a temporary name and then renamed, which replaces an old picture
  // atomically.
  const fs::path drawn = fs::path(picture).replace_filename(".new-" + picture.filename().string());
  // Opened here first, because gnuplot's own message would not name the picture.
  if (!std::ofstream(drawn))
    throw std::runtime_error("cannot write " + picture.string() + ": " + std::strerror(errno));
  try {
    gnuplot::run(gnuplot::script("replay.gp"),
                 {data.string(), drawn.string(), title, rules.observe ? "would " : ""});
    fs::rename(drawn, picture);
  } catch (...) {
    std::error_code ignored;
    fs::remove(drawn, ignored);
    throw;
  }
}

}  // namespace replay_tool
