#include "engine/view.hpp"

#include "thinning.hpp"

#include <algorithm>
#include <span>

namespace replay_page {
namespace {

using replay_tool::thinned;

/// Appends the pairs of the thinned values.
void append(std::vector<double>& all, const std::vector<double>& values, Extent extent,
            std::size_t columns) {
  const std::span<const double> shown =
      std::span(values).subspan(extent.first - 1, extent.last - extent.first + 1);
  const auto indices = thinned(
      shown.size(), [&](std::size_t i) { return shown[i]; }, columns);
  all.push_back(static_cast<double>(2 * indices.size()));
  for (const std::size_t i : indices)
    all.insert(all.end(), {static_cast<double>(extent.first + i), shown[i]});
}

void append_levels(std::vector<double>& all, const std::vector<replay_tool::PlotPoint>& points,
                   Extent extent, std::size_t columns) {
  const auto before = [](const replay_tool::PlotPoint& point, std::size_t observation) {
    return point.observation < static_cast<std::int64_t>(observation);
  };
  const auto first = std::lower_bound(points.begin(), points.end(), extent.first, before);
  const auto last = std::lower_bound(first, points.end(), extent.last + 1, before);
  const auto shown = std::span(points).subspan(static_cast<std::size_t>(first - points.begin()),
                                               static_cast<std::size_t>(last - first));
  const auto indices = thinned(
      shown.size(), [&](std::size_t i) { return shown[i].level; }, columns);
  all.push_back(static_cast<double>(3 * indices.size()));
  for (const std::size_t i : indices)
    all.insert(all.end(), {static_cast<double>(shown[i].observation), shown[i].level,
                           static_cast<double>(shown[i].stage)});
}

}  // namespace

std::vector<double> view(const OpenedLog& opened, Extent extent, std::size_t columns) {
  const replay_tool::Log& log = opened.log();
  extent.last = std::clamp<std::size_t>(extent.last, 1, log.losses.size());
  extent.first = std::clamp<std::size_t>(extent.first, 1, extent.last);
  std::vector<double> all;
  append(all, log.losses, extent, columns);
  append_levels(all, opened.points, extent, columns);
  if (log.learning_rates.empty())
    all.push_back(0.0);
  else
    append(all, log.learning_rates, extent, columns);
  return all;
}

}  // namespace replay_page
