#include "transfer/matrix.hpp"

#include <algorithm>
#include <iterator>

namespace transfer {

std::int64_t Matrix::stages() const { return std::ssize(source.accuracies); }

std::vector<Cell> Matrix::cells() const {
  std::int64_t most_seeds = 0;
  for (const auto& [method, count] : seeds) most_seeds = std::max(most_seeds, count);

  std::vector<Cell> cells;
  for (const std::string& target : targets)
    for (std::int64_t seed = 0; seed < most_seeds; ++seed)
      for (const auto& [method, count] : seeds)
        for (std::int64_t stage = 1; seed < count && stage <= stages(); ++stage)
          cells.push_back({target, method, stage, static_cast<std::uint64_t>(seed)});
  return cells;
}

}  // namespace transfer
