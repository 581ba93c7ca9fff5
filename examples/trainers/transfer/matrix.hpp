#pragma once

#include "transfer/cell.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace transfer {

/// The requested trainings: every stage's snapshot, to every target, by every method, with every
/// seed of that method.
struct Matrix {
  SourceRow source;
  std::vector<std::string> targets;
  std::map<Method, std::int64_t> seeds;  ///< per requested method: 0 … n - 1

  /// The number of stages of the source run.
  [[nodiscard]] std::int64_t stages() const;

  /// All cells in training order: all cells of one target before the next target, so that the
  /// trainings decode the images of each once, and within it all cells of one seed before the next.
  [[nodiscard]] std::vector<Cell> cells() const;
};

}  // namespace transfer
