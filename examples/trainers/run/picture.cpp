#include "run/picture.hpp"

#include "support/gnuplot.hpp"
#include "support/printable.hpp"

#include <cstdio>
#include <exception>

namespace trainer {

void draw_picture(const std::filesystem::path& folder, const std::string& note) {
  try {
    gnuplot::draw(gnuplot::script("stages.gp"), {note}, folder);
    std::printf("drew the learning stages in %s\n",
                support::printable((folder / "stages.svg").string()).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "no picture: %s\n", support::printable(error.what()).c_str());
  }
}

}  // namespace trainer
