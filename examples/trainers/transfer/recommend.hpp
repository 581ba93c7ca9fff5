#pragma once

#include "transfer/interval.hpp"
#include "transfer/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace transfer {

/// One stage's accuracy less another's, paired by seed.
struct StageDifference {
  std::int64_t stage = 0;  ///< the other one
  double mean = 0.0;       ///< 0 … 1
  Interval interval;  ///< of the true mean, with the confidence that Recommendation::stages needs
};

/// Which stage's snapshot to use for a target and a method.
struct Recommendation {
  std::string target;
  Method method = Method::fix;
  std::size_t seeds = 0;  ///< those that have finished all stages; the others do not count

  /// The stages that may be the best one, the one of the highest mean first: all that are not certain to
  /// be worse than some other one. They hold the truly best stage with 95 % confidence, over the seeds
  /// (each comparison is one-sided and has a part of the 5 %; of three stages it is thus the usual 95 %
  /// interval of the difference that decides). One: that is decided. None: no seed has finished.
  std::vector<std::int64_t> stages = {};

  double accuracy = 0.0;  ///< of the first, mean, 0 … 1

  std::optional<StageDifference> to_next = {};  ///< the first to that of the second highest mean
  std::optional<StageDifference> to_last = {};  ///< to the last stage, unless one of the two is it
};

/// The best that the finished seeds can tell.
[[nodiscard]] Recommendation recommend(const Matrix& matrix, const std::vector<CellResult>& results,
                                       const std::string& target, Method method);

/// Those of each target and each method with finished cells, in the matrix's order.
[[nodiscard]] std::vector<Recommendation> recommend_all(const Matrix& matrix,
                                                        const std::vector<CellResult>& results);

/// In a line: "Sketch250, fix: use stage 2. …", or "…: undecided between stages 2 and 3. …", with the
/// numbers that this rests on.
[[nodiscard]] std::string as_text(const Recommendation& recommendation);

}  // namespace transfer
