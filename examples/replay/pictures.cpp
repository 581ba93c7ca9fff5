#include "pictures.hpp"

#include "support/gnuplot.hpp"
#include "support/run_program.hpp"
#include "warnings.hpp"

#include <exception>

namespace replay_tool {

Pictures::Pictures(const Options& options, const std::vector<LogFile>& files)
    : plot_(options.plot), folder_(options.plots), names_(picture_names(files)) {
  if (!plot_.empty() && files.size() > 1)
    throw UsageError("--plot draws one log, and there are " + std::to_string(files.size()) +
                     ": --plots FOLDER draws them all");
  if (wanted()) gnuplot::require_installed();
  if (!folder_.empty()) std::filesystem::create_directories(folder_);
}

void Pictures::draw(std::size_t file,
                    const std::function<void(const std::filesystem::path&)>& draw) {
  if (!wanted()) return;
  const std::filesystem::path picture = folder_.empty() ? plot_ : folder_ / (names_[file] + ".svg");
  try {
    draw(picture);
  } catch (const std::exception& error) {
    warn("cannot draw " + picture.string() + ": " + support::reason(error));
    ++failed_;
  }
}

}  // namespace replay_tool
