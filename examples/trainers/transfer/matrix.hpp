#pragma once

#include "transfer/cell.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace transfer {

/// The trainings that are asked for: every stage's snapshot, to every target, by every method, with
/// every seed of that method.
struct Matrix {
  SourceRow source;
  std::vector<std::string> targets;
  std::map<Method, std::int64_t> seeds;  ///< of each method that is asked for: 0 … n - 1

  /// How many stages the source run has.
  [[nodiscard]] std::int64_t stages() const;

  /// All cells, in the order in which to train them: one seed of everything before the next one, and
  /// of a target everything before the next target.
  [[nodiscard]] std::vector<Cell> cells() const;
};

}  // namespace transfer
