#include "transfer/accuracies.hpp"

#include "support/statistics.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <iterator>

namespace transfer {

bool Accuracies::has(const Answers& answers, const std::vector<std::int64_t>& stages) {
  return std::all_of(stages.begin(), stages.end(), [&](std::int64_t stage) {
    return answers.at(static_cast<std::size_t>(stage - 1)).has_value();
  });
}

Accuracies::Accuracies(const Matrix& matrix, const std::vector<CellResult>& results,
                       const std::string& target, Method method)
    : stages_(matrix.stages()) {
  const auto seeds = matrix.seeds.find(method);
  if (seeds == matrix.seeds.end()) return;
  by_seed_.assign(static_cast<std::size_t>(seeds->second),
                  Answers(static_cast<std::size_t>(stages_)));
  for (const CellResult& result : results) {
    const Cell& cell = result.cell;
    if (cell.target == target && cell.method == method && cell.stage <= stages_ &&
        cell.seed < by_seed_.size())
      by_seed_[cell.seed][static_cast<std::size_t>(cell.stage - 1)] = {result.accuracy,
                                                                       result.hits};
  }
}

Accuracies::Accuracies(const SourceRow& source)
    : stages_(std::ssize(source.accuracies)), by_seed_(1) {
  for (const double accuracy : source.accuracies) by_seed_[0].push_back(Answer{accuracy});
}

std::vector<std::vector<double>> Accuracies::of(const std::vector<std::int64_t>& stages,
                                                Pairing pairing) const {
  std::vector<std::vector<double>> result(stages.size());
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (pairing == Pairing::by_image)
      result[i] = shares_by_image(stages, stages[i]);
    else
      for (const Answers& answers : by_seed_)
        if (has(answers, stages))
          result[i].push_back(answers[static_cast<std::size_t>(stages[i] - 1)]->accuracy);
  return result;
}

/// Per test image, the share of hits after one of some stages.
std::vector<double> Accuracies::shares_by_image(const std::vector<std::int64_t>& stages,
                                                std::int64_t stage) const {
  std::vector<double> shares;
  const auto seeds = static_cast<double>(
      std::count_if(by_seed_.begin(), by_seed_.end(),
                    [&](const Answers& answers) { return has(answers, stages); }));
  for (const Answers& answers : by_seed_) {
    if (!has(answers, stages)) continue;
    const Hits& hits = answers[static_cast<std::size_t>(stage - 1)]->hits;
    shares.resize(hits.size(), 0.0);
    for (std::size_t image = 0; image < hits.size(); ++image)
      shares[image] += hits[image] ? 1.0 / seeds : 0.0;
  }
  return shares;
}

std::vector<double> Accuracies::gains(std::int64_t stage, Pairing pairing) const {
  const auto both = of({stage, stage + 1}, pairing);
  return support::difference(both[1], both[0]);
}

Accuracies::GainPair Accuracies::gain_pair(std::int64_t stage, Pairing pairing) const {
  const auto all = of({stage, stage + 1, stage + 2}, pairing);
  return {support::difference(all[1], all[0]), support::difference(all[2], all[1])};
}

std::int64_t Accuracies::cells() const { return stages_ * std::ssize(by_seed_); }

std::int64_t Accuracies::finished() const {
  std::int64_t count = 0;
  for (const Answers& answers : by_seed_)
    count += std::count_if(answers.begin(), answers.end(),
                           [](const auto& answer) { return answer.has_value(); });
  return count;
}

bool Accuracies::has_all_of(const std::vector<std::int64_t>& stages) const {
  return std::all_of(by_seed_.begin(), by_seed_.end(),
                     [&](const Answers& answers) { return has(answers, stages); });
}

std::string gain_name(std::int64_t stage) {
  return "Gain" + support::to_text(stage) + support::to_text(stage + 1);
}

std::string ratio_name(std::int64_t stage) { return gain_name(stage + 1) + '/' + gain_name(stage); }

}  // namespace transfer
