#pragma once

#include "transfer/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace transfer {

/// What a target came to by one method, stage by stage and seed by seed, as far as it is known.
///
/// The seeds are paired: what two stages are compared by is always of the same seeds, those that have
/// finished both.
class Accuracies {
 public:
  /// Of a target of the matrix; results of other cells than the matrix has are passed over.
  Accuracies(const Matrix& matrix, const std::vector<CellResult>& results,
             const std::string& target, Method method);

  /// Of the source itself: its one run.
  explicit Accuracies(const SourceRow& source);

  [[nodiscard]] std::int64_t stages() const { return stages_; }

  /// The accuracies after some stages, 1, 2, …, a vector each: of every seed that has finished all of
  /// these stages.
  [[nodiscard]] std::vector<std::vector<double>> of(const std::vector<std::int64_t>& stages) const;

  /// What the seeds that have finished both gain from `stage` to the next one.
  [[nodiscard]] std::vector<double> gains(std::int64_t stage) const;

  /// Two consecutive gains, from `stage` to the next one and on to the one after it, of the seeds that
  /// have finished all three.
  struct GainPair {
    std::vector<double> first;
    std::vector<double> second;
  };
  [[nodiscard]] GainPair gain_pair(std::int64_t stage) const;

  /// How many seeds and stages there are, and how many of these cells are finished.
  [[nodiscard]] std::int64_t cells() const;
  [[nodiscard]] std::int64_t finished() const;

  /// Whether all seeds have finished these stages.
  [[nodiscard]] bool has_all_of(const std::vector<std::int64_t>& stages) const;

 private:
  std::int64_t stages_;
  std::vector<std::vector<std::optional<double>>> by_seed_;  // and stage
};

/// What the paper calls the gain from `stage` to the next one: "Gain12".
[[nodiscard]] std::string gain_name(std::int64_t stage);

/// And the ratio of the gain after it to this one: "Gain23/Gain12".
[[nodiscard]] std::string ratio_name(std::int64_t stage);

}  // namespace transfer
