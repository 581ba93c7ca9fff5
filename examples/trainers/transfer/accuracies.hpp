#pragma once

#include "transfer/matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace transfer {

/// How stages are compared: by seed, each with its accuracy on the test images, which shows the
/// scatter of the trainings; or by test image, each with the share of seeds that classified it
/// correctly, which shows the scatter of the choice of images. With one seed, the comparison by
/// image is McNemar's: only images that one stage alone classifies correctly count (Q. McNemar, Note
/// on the sampling error of the difference between correlated proportions, Psychometrika 12, 1947).
enum class Pairing : std::uint8_t { by_seed, by_image };

/// The accuracies on a target by one method, per stage and seed, as far as they are known.
///
/// Stages are only compared over the seeds that have finished all of them.
class Accuracies {
 public:
  /// For a target of the matrix. Results of cells that are not in the matrix are ignored.
  Accuracies(const Matrix& matrix, const std::vector<CellResult>& results,
             const std::string& target, Method method);

  /// For the source itself, which has one run.
  explicit Accuracies(const SourceRow& source);

  [[nodiscard]] std::int64_t stages() const { return stages_; }

  /// The accuracies after some stages, counted from 1, over every seed that has finished all of
  /// these stages: a vector per stage, with a number per seed or per test image. By image, the
  /// vectors are empty if there is no such seed or a cell has no hits.
  [[nodiscard]] std::vector<std::vector<double>> of(const std::vector<std::int64_t>& stages,
                                                    Pairing pairing = Pairing::by_seed) const;

  /// The gains from `stage` to the next one, of the seeds that have finished both.
  [[nodiscard]] std::vector<double> gains(std::int64_t stage,
                                          Pairing pairing = Pairing::by_seed) const;

  /// Two consecutive gains, from `stage` to the next one and from there to the one after it, of the
  /// seeds that have finished all three.
  struct GainPair {
    std::vector<double> first;
    std::vector<double> second;
  };
  [[nodiscard]] GainPair gain_pair(std::int64_t stage, Pairing pairing = Pairing::by_seed) const;

  /// The number of cells, which is seeds times stages, and how many of them are finished.
  [[nodiscard]] std::int64_t cells() const;
  [[nodiscard]] std::int64_t finished() const;

  /// Whether all seeds have finished these stages.
  [[nodiscard]] bool has_all_of(const std::vector<std::int64_t>& stages) const;

 private:
  struct Answer {
    double accuracy = 0.0;
    Hits hits = {};
  };
  using Answers = std::vector<std::optional<Answer>>;  // by stage

  [[nodiscard]] static bool has(const Answers& answers, const std::vector<std::int64_t>& stages);
  [[nodiscard]] std::vector<double> shares_by_image(const std::vector<std::int64_t>& stages,
                                                    std::int64_t stage) const;

  std::int64_t stages_;
  std::vector<Answers> by_seed_;
};

/// The paper's name for the gain from `stage` to the next one: "Gain12".
[[nodiscard]] std::string gain_name(std::int64_t stage);

/// The name of the ratio of the following gain to this one: "Gain23/Gain12".
[[nodiscard]] std::string ratio_name(std::int64_t stage);

}  // namespace transfer
