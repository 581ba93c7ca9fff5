#pragma once

#include "engine/opened_log.hpp"

#include <cstddef>
#include <vector>

namespace replay_page {

/// The observations of a log that a picture shows, from 1.
struct Extent {
  std::size_t first = 1;
  std::size_t last = 1;
};

/// The series of a log within an extent, thinned to the least and the greatest value in each column of
/// the picture. One array holds three series, each after the number of its values:
///
///   losses  observation, loss
///   levels  observation, level, stage
///   rates   observation, rate
[[nodiscard]] std::vector<double> view(const OpenedLog& log, Extent extent, std::size_t columns);

}  // namespace replay_page
