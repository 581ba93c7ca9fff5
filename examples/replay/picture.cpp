#include "picture.hpp"

#include "support/files.hpp"
#include "support/gnuplot.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>
#include <fstream>
#include <limits>
#include <ostream>
#include <stdexcept>
#include <string_view>

namespace replay_tool {
namespace {

namespace fs = std::filesystem;

/// Turns light into dark and keeps the hues.
constexpr std::string_view dark_mode =
    "<style>@media (prefers-color-scheme: dark) "
    "{ svg { filter: invert(0.9) hue-rotate(180deg); } }</style>\n";

void write_file(const fs::path& path, const std::function<void(std::ostream&)>& write) {
  std::ofstream out(path, std::ios::binary);
  out.precision(std::numeric_limits<double>::max_digits10);
  write(out);
  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

/// Adds the style after the tag <svg …>.
void add_dark_mode(std::string& picture) {
  const std::size_t tag = picture.find("<svg");
  const std::size_t end = tag == picture.npos ? picture.npos : picture.find('>', tag);
  if (end != picture.npos) picture.insert(end + 1, "\n" + std::string(dark_mode));
}

}  // namespace

std::ostream& operator<<(std::ostream& out, Cell cell) {
  return std::isfinite(cell.value) ? out << cell.value : out << "NaN";
}

void draw_picture(const fs::path& picture, const std::string& script,
                  const std::vector<std::string>& arguments,
                  const std::function<void(std::ostream&)>& write) {
  const support::TemporaryFolder folder("replay-");
  const fs::path data = folder.path() / "data";
  // Not beside the picture, where a killed process would leave it.
  const fs::path drawn = folder.path() / ("picture" + picture.extension().string());
  write_file(data, write);

  std::vector<std::string> words = {data.string(), drawn.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  gnuplot::run(gnuplot::script(script), words);
  std::string bytes = support::read_file(drawn);
  if (picture.extension() == ".svg") add_dark_mode(bytes);
  support::write_atomically(picture, {bytes});
}

}  // namespace replay_tool
