#include "transfer/recommend.hpp"

#include "support/statistics.hpp"
#include "support/text.hpp"
#include "transfer/accuracies.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace transfer {
namespace {

using support::to_text;

/// The accuracies of each stage over the seeds that have finished all stages.
class Stages {
 public:
  explicit Stages(const Accuracies& accuracies) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(accuracies.stages()));
    std::iota(all.begin(), all.end(), 1);
    by_seed_ = accuracies.of(all);
    by_image_ = accuracies.of(all, Pairing::by_image);
    const auto others = static_cast<double>(std::max<std::size_t>(all.size(), 3) - 1);
    confidence_ = 1.0 - 2.0 * 0.05 / others;
  }

  [[nodiscard]] std::size_t seeds() const { return by_seed_.front().size(); }

  [[nodiscard]] double mean(std::int64_t stage) const {
    return support::sample_of(by_seed_[index(stage)]).mean;
  }

  /// The stages from the highest mean to the lowest.
  [[nodiscard]] std::vector<std::int64_t> ranked() const {
    std::vector<std::int64_t> stages(by_seed_.size());
    std::iota(stages.begin(), stages.end(), 1);
    std::stable_sort(stages.begin(), stages.end(),
                     [&](std::int64_t a, std::int64_t b) { return mean(a) > mean(b); });
    return stages;
  }

  [[nodiscard]] StageDifference difference(std::int64_t stage, std::int64_t other) const {
    const auto interval_in = [&](const std::vector<std::vector<double>>& pairing) {
      return mean_interval(support::difference(pairing[index(stage)], pairing[index(other)]),
                           confidence_);
    };
    return {other, mean(stage) - mean(other), {interval_in(by_seed_), interval_in(by_image_)}};
  }

 private:
  [[nodiscard]] static std::size_t index(std::int64_t stage) {
    return static_cast<std::size_t>(stage - 1);
  }

  std::vector<std::vector<double>> by_seed_;  // by stage
  std::vector<std::vector<double>> by_image_;
  double confidence_;
};

std::string stage_text(std::int64_t stage) { return to_text(stage); }

/// "2 and 3", "1, 2 and 3".
std::string listed(std::vector<std::int64_t> stages) {
  std::sort(stages.begin(), stages.end());
  const std::string last = to_text(stages.back());
  stages.pop_back();
  return support::joined(stages, ", ", stage_text) + " and " + last;
}

std::string points(double share) { return to_text(100.0 * share, 2); }

/// "0.20 to 0.60 by seed", nothing for an unbounded interval.
std::string bounds(const Interval& interval, const std::string& pairing) {
  if (!std::isfinite(interval.low)) return "";
  return points(interval.low) + " to " + points(interval.high) + " by " + pairing;
}

/// "0.40 points (0.20 to 0.60 by seed, 0.10 to 0.70 by image) above stage 3".
std::string difference_text(const StageDifference& difference) {
  const auto& [stage, mean, interval] = difference;
  const std::string seeds = bounds(interval.by_seed, "seed");
  const std::string images = bounds(interval.by_image, "image");
  const std::string both = seeds + (seeds.empty() || images.empty() ? "" : ", ") + images;
  return points(mean) + " points" + (both.empty() ? "" : " (" + both + ')') + " above stage " +
         to_text(stage);
}

}  // namespace

Recommendation recommend(const Matrix& matrix, const std::vector<CellResult>& results,
                         const std::string& target, Method method) {
  const Stages data(Accuracies(matrix, results, target, method));
  Recommendation recommendation = {.target = target, .method = method, .seeds = data.seeds()};
  if (data.seeds() == 0) return recommendation;

  const std::vector<std::int64_t> ranked = data.ranked();
  const std::int64_t best = ranked.front();
  const auto is_worse = [&](std::int64_t stage) {
    return std::any_of(ranked.begin(), ranked.end(), [&](std::int64_t other) {
      return other != stage && data.difference(other, stage).interval.is_above(0.0);
    });
  };
  std::remove_copy_if(ranked.begin(), ranked.end(), std::back_inserter(recommendation.stages),
                      is_worse);
  recommendation.accuracy = data.mean(best);
  if (ranked.size() < 2) return recommendation;
  recommendation.to_next = data.difference(best, ranked[1]);
  const std::int64_t last = matrix.stages();
  if (best != last && ranked[1] != last) recommendation.to_last = data.difference(best, last);
  return recommendation;
}

std::vector<Recommendation> recommend_all(const Matrix& matrix,
                                          const std::vector<CellResult>& results) {
  std::vector<Recommendation> all;
  for (const std::string& target : matrix.targets)
    for (const auto& [method, seeds] : matrix.seeds)
      if (Accuracies(matrix, results, target, method).finished() > 0)
        all.push_back(recommend(matrix, results, target, method));
  return all;
}

std::string as_text(const Recommendation& recommendation) {
  const auto& [target, method, seeds, stages, accuracy, to_next, to_last] = recommendation;
  std::string text = target + ", " + std::string(name(method)) + ": ";
  if (stages.empty()) return text + "no seed has finished all stages yet";
  const std::string best = to_text(stages.front());
  text += stages.size() == 1 ? "use stage " + best + ": it"
                             : "undecided between stages " + listed(stages) + ": stage " + best;
  text += " reaches " + points(accuracy) + " %";
  if (to_next) text += ", " + difference_text(*to_next) + ", the next best";
  if (to_last) text += ", and " + difference_text(*to_last) + ", the last";
  return text + "; " + (seeds == 1 ? "a single seed decides nothing" : to_text(seeds) + " seeds");
}

}  // namespace transfer
