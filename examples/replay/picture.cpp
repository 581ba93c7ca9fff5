#include "picture.hpp"

#include "support/csv.hpp"
#include "support/gnuplot.hpp"
#include "support/temporary_folder.hpp"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <system_error>

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
void add_dark_mode(const fs::path& picture) {
  std::string text = csv::read_bytes(picture.string());
  const std::size_t tag = text.find("<svg");
  const std::size_t end = tag == text.npos ? text.npos : text.find('>', tag);
  if (end == text.npos) return;
  text.insert(end + 1, "\n" + std::string(dark_mode));
  write_file(picture, [&](std::ostream& out) { out << text; });
}

}  // namespace

std::ostream& operator<<(std::ostream& out, Cell cell) {
  return std::isfinite(cell.value) ? out << cell.value : out << "NaN";
}

void draw_picture(const fs::path& picture, const std::string& script,
                  const std::vector<std::string>& arguments,
                  const std::function<void(std::ostream&)>& write) {
  const support::TemporaryFolder folder(fs::temp_directory_path() / "replay-");
  const fs::path data = folder.path() / "data";
  write_file(data, write);

  // The picture is drawn under a temporary name and then renamed, which replaces an old picture
  // atomically.
  const fs::path drawn = fs::path(picture).replace_filename(".new-" + picture.filename().string());
  // Opened here first, because gnuplot's own message would not name the picture.
  if (!std::ofstream(drawn))
    throw std::runtime_error("cannot write " + picture.string() + ": " + std::strerror(errno));
  try {
    std::vector<std::string> words = {data.string(), drawn.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    gnuplot::run(gnuplot::script(script), words);
    if (picture.extension() == ".svg") add_dark_mode(drawn);
    fs::rename(drawn, picture);
  } catch (...) {
    std::error_code ignored;
    fs::remove(drawn, ignored);
    throw;
  }
}

}  // namespace replay_tool
