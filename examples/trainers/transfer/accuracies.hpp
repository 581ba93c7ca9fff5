#pragma once

#include "transfer/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace transfer {

/// The accuracies on a target by one method, per stage and seed, as far as they are known.
///
/// Seeds are paired: stages are only compared over the seeds that have finished all of them.
class Accuracies {
 public:
  /// For a target of the matrix. Results of cells that are not in the matrix are ignored.
  Accuracies(const Matrix& matrix, const std::vector<CellResult>& results,
             const std::string& target, Method method);

  /// For the source itself, which has one run.
  explicit Accuracies(const SourceRow& source);

  [[nodiscard]] std::int64_t stages() const { return stages_; }

  /// The accuracies after some stages, counted from 1: a vector per stage, with every seed that has
  /// finished all of these stages.
  [[nodiscard]] std::vector<std::vector<double>> of(const std::vector<std::int64_t>& stages) const;

  /// The gains from `stage` to the next one, of the seeds that have finished both.
  [[nodiscard]] std::vector<double> gains(std::int64_t stage) const;

  /// Two consecutive gains, from `stage` to the next one and from there to the one after it, of the
  /// seeds that have finished all three.
  struct GainPair {
    std::vector<double> first;
    std::vector<double> second;
  };
  [[nodiscard]] GainPair gain_pair(std::int64_t stage) const;

  /// The number of cells, which is seeds times stages, and how many of them are finished.
  [[nodiscard]] std::int64_t cells() const;
  [[nodiscard]] std::int64_t finished() const;

  /// Whether all seeds have finished these stages.
  [[nodiscard]] bool has_all_of(const std::vector<std::int64_t>& stages) const;

 private:
  std::int64_t stages_;
  std::vector<std::vector<std::optional<double>>> by_seed_;  // then by stage
};

/// The paper's name for the gain from `stage` to the next one: "Gain12".
[[nodiscard]] std::string gain_name(std::int64_t stage);

/// The name of the ratio of the following gain to this one: "Gain23/Gain12".
[[nodiscard]] std::string ratio_name(std::int64_t stage);

}  // namespace transfer
