#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace replay_tool {

/// More columns of pixels than a picture has.
inline constexpr std::size_t plot_columns = 2000;

/// The number of consecutive values that share a column of pixels.
[[nodiscard]] constexpr std::size_t values_per_column(std::size_t count,
                                                      std::size_t columns = plot_columns) {
  return std::max<std::size_t>(1, (count + columns - 1) / columns);
}

/// The indices of the values to draw, in order: the least and the greatest of each column, so that the
/// picture is that of all values. A column without a finite value has its first.
template <typename ValueAt>
[[nodiscard]] std::vector<std::size_t> thinned(std::size_t count, ValueAt value_at,
                                               std::size_t columns = plot_columns) {
  const std::size_t width = values_per_column(count, columns);
  std::vector<std::size_t> indices;
  for (std::size_t begin = 0; begin < count; begin += width) {
    const std::size_t end = std::min(begin + width, count);
    std::size_t least = begin;
    std::size_t greatest = begin;
    for (std::size_t i = begin + 1; i < end; ++i) {
      const double value = value_at(i);
      if (!std::isfinite(value)) continue;
      if (!std::isfinite(value_at(least)) || value < value_at(least)) least = i;
      if (!std::isfinite(value_at(greatest)) || value > value_at(greatest)) greatest = i;
    }
    indices.push_back(std::min(least, greatest));
    if (least != greatest) indices.push_back(std::max(least, greatest));
  }
  return indices;
}

}  // namespace replay_tool
