#pragma once

#include <span>
#include <string>

namespace replay_tool {

/// A warning for losses that look like those of single iterations, which the defaults of schedulers do
/// not suit; otherwise "". They do if there are at least 3,000 finite ones, whose median step from one
/// to the next exceeds 1 % of their median. The warning names a setting whose average and window
/// span a fiftieth of the log.
[[nodiscard]] std::string warning_of_noise(std::span<const double> losses);

}  // namespace replay_tool
