#include "hindsight/frontier.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hindsight {
namespace {

double slope(const Outcome& from, const Outcome& to) {
  return (to.saved - from.saved) / (to.regret - from.regret);
}

/// The corners of the upper concave hull of some outcomes, by ascending regret.
std::vector<Outcome> concave_hull(const std::vector<Outcome>& outcomes) {
  std::vector<Outcome> hull;
  for (const std::size_t i : frontier_of(outcomes)) {
    const Outcome& next = outcomes[i];
    while (hull.size() >= 2 &&
           slope(hull[hull.size() - 2], hull.back()) <= slope(hull.back(), next))
      hull.pop_back();
    hull.push_back(next);
  }
  return hull;
}

}  // namespace

std::optional<std::size_t> best_within(std::span<const Outcome> outcomes, double regret) {
  std::optional<std::size_t> best;
  for (const std::size_t i : frontier_of(outcomes))
    if (outcomes[i].regret <= regret) best = i;
  return best;
}

std::vector<std::size_t> frontier_of(std::span<const Outcome> outcomes) {
  std::vector<std::size_t> order(outcomes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return outcomes[a].regret != outcomes[b].regret ? outcomes[a].regret < outcomes[b].regret
                                                    : outcomes[a].saved > outcomes[b].saved;
  });
  std::vector<std::size_t> frontier;
  for (const std::size_t i : order)
    if (frontier.empty() || outcomes[i].saved > outcomes[frontier.back()].saved)
      frontier.push_back(i);
  return frontier;
}

std::vector<Outcome> hindsight_bound(std::span<const std::vector<Outcome>> stages) {
  const auto count = static_cast<double>(stages.size());
  Outcome corner;
  std::vector<Outcome> segments;
  for (const std::vector<Outcome>& outcomes : stages) {
    const std::vector<Outcome> hull = concave_hull(outcomes);
    corner.saved += hull.front().saved /
                    count;  // at a regret of 0, because never ending the stage has regret 0
    for (std::size_t i = 1; i < hull.size(); ++i)
      segments.push_back({(hull[i].saved - hull[i - 1].saved) / count,
                          (hull[i].regret - hull[i - 1].regret) / count});
  }
  std::stable_sort(segments.begin(), segments.end(), [](const Outcome& a, const Outcome& b) {
    return a.saved / a.regret > b.saved / b.regret;
  });
  std::vector<Outcome> corners = {corner};
  for (const Outcome& segment : segments) {
    corner = {corner.saved + segment.saved, corner.regret + segment.regret};
    corners.push_back(corner);
  }
  return corners;
}

double saved_at(std::span<const Outcome> corners, double regret) {
  const auto next =
      std::upper_bound(corners.begin(), corners.end(), regret,
                       [](double limit, const Outcome& corner) { return limit < corner.regret; });
  if (next == corners.end()) return corners.back().saved;
  const Outcome& before = *(next - 1);
  return before.saved + (regret - before.regret) * slope(before, *next);
}

}  // namespace hindsight
