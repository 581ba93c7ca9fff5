#include "comparison_plot.hpp"

namespace replay_tool {

void draw_comparison(const std::filesystem::path& /*picture*/, const Comparison& /*comparison*/,
                     const Log& /*log*/, const RecordedStages& /*recorded*/) {}

}  // namespace replay_tool
