#pragma once

#include "support/text.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace transfer {

/// How a snapshot is used: finetune trains the whole network, fix trains a new linear layer on its
/// unchanged features.
enum class Method { finetune, fix };

/// The name of a method: "finetune" or "fix".
[[nodiscard]] constexpr std::string_view name(Method method) {
  return method == Method::finetune ? "finetune" : "fix";
}

/// The method with this name, if any.
[[nodiscard]] constexpr std::optional<Method> method_named(std::string_view text) {
  for (const Method method : {Method::finetune, Method::fix})
    if (text == name(method)) return method;
  return std::nullopt;
}

/// One training of the matrix: a target, a method, a stage's snapshot, a seed.
struct Cell {
  std::string target;
  Method method = Method::fix;
  std::int64_t stage = 1;  ///< of the source run, 1, 2, …
  std::uint64_t seed = 0;

  bool operator==(const Cell&) const = default;
};

/// "target_scene15, fix, stage 2, seed 0".
[[nodiscard]] inline std::string text_of(const Cell& cell) {
  return cell.target + ", " + std::string(name(cell.method)) + ", stage " +
         support::to_text(cell.stage) + ", seed " + support::to_text(cell.seed);
}

/// Per test image, whether it was classified correctly.
using Hits = std::vector<bool>;

/// The share of test images classified correctly, 0 … 1; requires at least one image.
[[nodiscard]] inline double accuracy_of(const Hits& hits) {
  return static_cast<double>(std::count(hits.begin(), hits.end(), true)) /
         static_cast<double>(hits.size());
}

/// The result of a cell.
struct CellResult {
  Cell cell;
  double accuracy = 0.0;        ///< on the target's test images after the last epoch, 0 … 1
  double train_accuracy = 0.0;  ///< on its training images in the last epoch
  std::int64_t epochs = 0;
  double seconds = 0.0;
  Hits hits = {};  ///< on the test images, in the data set's order
};

/// The source run's own accuracies in the order of its stages; 0 … 1.
struct SourceRow {
  std::string name;                ///< of its data set
  std::vector<double> accuracies;  ///< of stage 1, 2, …
};

}  // namespace transfer
