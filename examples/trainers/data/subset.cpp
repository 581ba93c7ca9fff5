#include "data/subset.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

namespace trainer {

std::vector<std::int64_t> balanced_subset(std::span<const std::int64_t> labels, std::size_t classes,
                                          std::int64_t limit, std::optional<std::uint64_t> seed) {
  std::vector<std::int64_t> kept;
  if (limit == 0 || limit >= std::ssize(labels)) {
    kept.resize(labels.size());
    std::iota(kept.begin(), kept.end(), std::int64_t{0});
    return kept;
  }
  std::vector<std::vector<std::int64_t>> members(classes);
  for (std::size_t i = 0; i < labels.size(); ++i)
    members.at(static_cast<std::size_t>(labels[i])).push_back(static_cast<std::int64_t>(i));
  if (seed) {
    // std::shuffle differs between standard libraries.
    std::mt19937_64 random(*seed);
    for (std::vector<std::int64_t>& group : members)
      for (std::size_t i = group.size(); i > 1; --i) std::swap(group[i - 1], group[random() % i]);
  }
  for (std::size_t round = 0; std::ssize(kept) < limit; ++round)
    for (const std::vector<std::int64_t>& group : members)
      if (round < group.size() && std::ssize(kept) < limit) kept.push_back(group[round]);
  std::sort(kept.begin(), kept.end());
  return kept;
}

}  // namespace trainer
