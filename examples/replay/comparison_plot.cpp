#include "comparison_plot.hpp"

#include "picture.hpp"
#include "plot.hpp"
#include "support/printable.hpp"

#include <cstddef>
#include <ostream>

namespace replay_tool {
namespace {

/// A text in a cell of gnuplot's data, as far as there is room for it.
std::string quoted(const std::string& text) {
  constexpr std::size_t most = 27;
  return '"' + (text.size() > most ? text.substr(0, most - 3) + "..." : text) + '"';
}

}  // namespace

void draw_comparison(const std::filesystem::path& picture, const Comparison& comparison,
                     const Log& log) {
  draw_picture(
      picture, "comparison.gp",
      {std::filesystem::path(comparison.log).filename().string() + ", " + comparison.column},
      [&](std::ostream& out) {
        write_losses(out, log);
        out << "\n\n";  // row, name, what it saves
        std::size_t row = 0;
        for (const Performance& one : comparison.performances)
          out << ++row << ' ' << quoted(support::printable(one.scheduler)) << ' '
              << quoted(percent(comparison.saved_by(one)) + " / " + percent(one.mean.regret))
              << '\n';
        out << "\n\n0 0 0 0\n";  // row, observation, kind (1: decay, 2: stop), end of what is saved
        row = 0;
        for (const Performance& one : comparison.performances) {
          ++row;
          for (const Answer& answer : one.decisions)
            out << row << ' ' << answer.observation << ' '
                << (answer.decision == autodecay::Decision::decay ? 1 : 2) << ' '
                << answer.observation + (answer.consequence ? answer.consequence->saved : 0)
                << '\n';
        }
      });
}

}  // namespace replay_tool
