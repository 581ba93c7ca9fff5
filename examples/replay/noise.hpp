#pragma once

#include <optional>
#include <span>
#include <string>

namespace replay_tool {

/// What is said of losses that look like those of single iterations.
struct Noise {
  std::string finding;    ///< "10000 losses that differ by …"
  std::string scheduler;  ///< a setting whose average and window span a fiftieth of the log
};

/// Whether losses look like those of single iterations, which the defaults of schedulers do not suit.
/// They do if there are at least 3,000 finite ones, whose median step from one to the next exceeds 1 %
/// of their median.
[[nodiscard]] std::optional<Noise> noise_of(std::span<const double> losses);

}  // namespace replay_tool
