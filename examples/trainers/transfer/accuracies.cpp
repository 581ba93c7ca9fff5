#include "transfer/accuracies.hpp"

#include "report/statistics.hpp"
#include "trainer/text.hpp"

#include <algorithm>
#include <iterator>

namespace transfer {
namespace {

using BySeed = std::vector<std::optional<double>>;

bool has(const BySeed& accuracies, const std::vector<std::int64_t>& stages) {
  return std::all_of(stages.begin(), stages.end(), [&](std::int64_t stage) {
    return accuracies.at(static_cast<std::size_t>(stage - 1)).has_value();
  });
}

}  // namespace

Accuracies::Accuracies(const Matrix& matrix, const std::vector<CellResult>& results,
                       const std::string& target, Method method)
    : stages_(matrix.stages()) {
  const auto seeds = matrix.seeds.find(method);
  if (seeds == matrix.seeds.end()) return;
  by_seed_.assign(static_cast<std::size_t>(seeds->second),
                  BySeed(static_cast<std::size_t>(stages_)));
  for (const auto& [cell, accuracy, train_accuracy, epochs, seconds] : results)
    if (cell.target == target && cell.method == method && cell.stage <= stages_ &&
        cell.seed < by_seed_.size())
      by_seed_[cell.seed][static_cast<std::size_t>(cell.stage - 1)] = accuracy;
}

Accuracies::Accuracies(const SourceRow& source)
    : stages_(std::ssize(source.accuracies)),
      by_seed_{BySeed(source.accuracies.begin(), source.accuracies.end())} {}

std::vector<std::vector<double>> Accuracies::of(const std::vector<std::int64_t>& stages) const {
  std::vector<std::vector<double>> result(stages.size());
  for (const BySeed& accuracies : by_seed_)
    for (std::size_t i = 0; i < stages.size() && has(accuracies, stages); ++i)
      result[i].push_back(*accuracies[static_cast<std::size_t>(stages[i] - 1)]);
  return result;
}

std::vector<double> Accuracies::gains(std::int64_t stage) const {
  const auto both = of({stage, stage + 1});
  return report::difference(both[1], both[0]);
}

Accuracies::GainPair Accuracies::gain_pair(std::int64_t stage) const {
  const auto all = of({stage, stage + 1, stage + 2});
  return {report::difference(all[1], all[0]), report::difference(all[2], all[1])};
}

std::int64_t Accuracies::cells() const { return stages_ * std::ssize(by_seed_); }

std::int64_t Accuracies::finished() const {
  std::int64_t count = 0;
  for (const BySeed& accuracies : by_seed_)
    count += std::count_if(accuracies.begin(), accuracies.end(),
                           [](const auto& accuracy) { return accuracy.has_value(); });
  return count;
}

bool Accuracies::has_all_of(const std::vector<std::int64_t>& stages) const {
  return std::all_of(by_seed_.begin(), by_seed_.end(),
                     [&](const BySeed& accuracies) { return has(accuracies, stages); });
}

std::string gain_name(std::int64_t stage) {
  return "Gain" + trainer::to_text(stage) + trainer::to_text(stage + 1);
}

std::string ratio_name(std::int64_t stage) { return gain_name(stage + 1) + '/' + gain_name(stage); }

}  // namespace transfer
