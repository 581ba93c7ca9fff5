#pragma once

#include "transfer/matrix.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// The source of the paper's Table 2.
inline const transfer::SourceRow paper_source = {.name = "ImageNet",
                                                 .accuracies = {0.5401, 0.6933, 0.7591}};

/// A matrix with one method and the paper's source.
inline transfer::Matrix matrix_of(std::vector<std::string> targets, std::int64_t seeds,
                                  transfer::Method method = transfer::Method::fix) {
  return {.source = paper_source, .targets = std::move(targets), .seeds = {{method, seeds}}};
}

/// An accuracy in per cent on 10,000 test images, the first ones classified correctly: a gain then
/// never loses an image.
inline transfer::Hits hits_of(double percent) {
  transfer::Hits hits(10000, false);
  std::fill_n(hits.begin(), std::lround(100.0 * percent), true);
  return hits;
}

/// A cell per seed, counted from 0, and stage, from accuracies in per cent.
inline void add_cells(std::vector<transfer::CellResult>& results, const std::string& target,
                      transfer::Method method, const std::vector<std::vector<double>>& by_seed) {
  for (std::size_t seed = 0; seed < by_seed.size(); ++seed)
    for (std::size_t i = 0; i < by_seed[seed].size(); ++i)
      results.push_back({.cell = {.target = target,
                                  .method = method,
                                  .stage = static_cast<std::int64_t>(i + 1),
                                  .seed = seed},
                         .accuracy = by_seed[seed][i] / 100.0,
                         .train_accuracy = 1.0,
                         .epochs = 30,
                         .seconds = 2.5,
                         .hits = hits_of(by_seed[seed][i])});
}

[[nodiscard]] inline std::vector<transfer::CellResult> cells_of(
    const std::string& target, const std::vector<std::vector<double>>& by_seed,
    transfer::Method method = transfer::Method::fix) {
  std::vector<transfer::CellResult> results;
  add_cells(results, target, method, by_seed);
  return results;
}

/// The paper's Table 2 and the ratios printed there.
struct PaperRow {
  std::string target;
  std::vector<double> accuracies;
  std::string ratio;
};
inline const std::map<transfer::Method, std::vector<PaperRow>> paper_table_2 = {
    {transfer::Method::finetune,
     {{"Caltech256", {77.87, 82.73, 84.20}, "0.30"},
      {"CUB200", {75.89, 79.74, 81.34}, "0.42"},
      {"MIT67", {72.91, 77.09, 78.73}, "0.39"},
      {"Sketch250", {77.80, 79.92, 80.64}, "0.34"}}},
    {transfer::Method::fix,
     {{"Caltech256", {74.10, 79.79, 81.95}, "0.38"},
      {"CUB200", {58.11, 63.95, 66.09}, "0.37"},
      {"MIT67", {61.34, 67.54, 69.78}, "0.36"},
      {"Sketch250", {64.34, 64.58, 64.18}, "-1.67"}}}};

/// Its matrix with one seed, and its cells.
inline const transfer::Matrix paper_matrix = {
    .source = paper_source,
    .targets = {"Caltech256", "CUB200", "MIT67", "Sketch250"},
    .seeds = {{transfer::Method::finetune, 1}, {transfer::Method::fix, 1}}};

[[nodiscard]] inline std::vector<transfer::CellResult> paper_cells() {
  std::vector<transfer::CellResult> results;
  for (const auto& [method, rows] : paper_table_2)
    for (const PaperRow& row : rows) add_cells(results, row.target, method, {row.accuracies});
  return results;
}
