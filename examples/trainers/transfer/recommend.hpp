#pragma once

#include "transfer/interval.hpp"
#include "transfer/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace transfer {

/// The difference of two stages' accuracies, paired by seed and by test image.
struct StageDifference {
  std::int64_t stage = 0;  ///< the other stage
  double mean = 0.0;       ///< 0 … 1
  Intervals interval;      ///< of the true mean, with the confidence for Recommendation::stages
};

/// Which stage's snapshot to use for a target and a method.
struct Recommendation {
  std::string target;
  Method method = Method::fix;
  std::size_t seeds = 0;  ///< seeds that have finished all stages

  /// The stages that may be the best one, the one with the highest mean first: all stages that are
  /// not certain to be worse than some other stage, by seed and by test image. They contain the
  /// truly best stage with 95 % confidence (each comparison is one-sided and uses a part of the 5 %;
  /// for three stages, the usual 95 % interval of the difference therefore decides). One: decided.
  /// None: no seed has finished.
  std::vector<std::int64_t> stages = {};

  double accuracy = 0.0;  ///< mean of the first stage, 0 … 1

  std::optional<StageDifference> to_next = {};  ///< of the first to the second highest mean
  std::optional<StageDifference> to_last = {};  ///< to the last stage, unless it is one of the two
};

/// The recommendation based on the finished seeds.
[[nodiscard]] Recommendation recommend(const Matrix& matrix, const std::vector<CellResult>& results,
                                       const std::string& target, Method method);

/// One for each target and method with finished cells, in the matrix's order.
[[nodiscard]] std::vector<Recommendation> recommend_all(const Matrix& matrix,
                                                        const std::vector<CellResult>& results);

/// A line such as "Sketch250, fix: use stage 2: …" or "…: undecided between stages 2 and 3: …",
/// with the underlying numbers.
[[nodiscard]] std::string as_text(const Recommendation& recommendation);

}  // namespace transfer
