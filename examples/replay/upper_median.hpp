#pragma once

#include <algorithm>
#include <iterator>
#include <vector>

namespace replay_tool {

/// The median of at least one number; the upper of the two middle values.
[[nodiscard]] inline double upper_median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace replay_tool
