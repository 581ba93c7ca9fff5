#include "figures/claims.hpp"

#include "figures/verdicts.hpp"
#include "report/numbers.hpp"
#include "report/statistics.hpp"
#include "trainer/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

namespace figures {

using report::difference;
using report::percent;
using report::rounded;
using report::Sample;
using report::sample_of;

namespace {

std::string to_text(std::int64_t number) { return std::to_string(number); }

double at(const Losses& losses, std::int64_t epoch) {
  return losses.at(static_cast<std::size_t>(epoch - 1));
}

/// The improvement of the loss from one epoch to the next.
double fall(const Losses& losses, std::int64_t epoch) {
  return at(losses, epoch) - at(losses, epoch + 1);
}

/// A decay and the epochs before it.
struct Drop {
  std::int64_t decay = 0;
  double fall = 0.0;         // in the epoch after the decay
  double mean_before = 0.0;  // per epoch before it
  double most_before = 0.0;  // in either direction
  bool stable = false;

  [[nodiscard]] bool sharp() const { return fall > 2.0 * mean_before && fall > most_before; }
};

Drop drop_at(std::int64_t decay, const Losses& losses) {
  constexpr double stable_fall = 0.15;
  const std::int64_t span = std::min<std::int64_t>(3, decay - 1);
  Drop drop{.decay = decay, .fall = fall(losses, decay)};
  for (std::int64_t epoch = decay - span; epoch < decay; ++epoch) {
    drop.mean_before += fall(losses, epoch) / static_cast<double>(span);
    drop.most_before = std::max(drop.most_before, std::abs(fall(losses, epoch)));
  }
  drop.stable = span > 0 && drop.mean_before < stable_fall * at(losses, decay);
  return drop;
}

/// The gain of each decay over never, paired by seed.
std::vector<Sample> gains_of(const BestAccuracies& best) {
  std::vector<Sample> gains;
  for (const auto& [decay, accuracies] : best.by_decay)
    if (decay != 0) gains.push_back(sample_of(difference(accuracies, best.by_decay.at(0))));
  return gains;
}

std::string summary(const BestAccuracies& best) {
  std::string text;
  for (const auto& [decay, accuracies] : best.by_decay)
    text += (text.empty() ? "" : "; ") +
            (decay == 0 ? "never " : "decay at " + to_text(decay) + " ") +
            percent(sample_of(accuracies));
  text += " % (mean ± deviation of " + std::to_string(best.by_decay.at(0).size()) +
          " seeds); gains from the decays " + trainer::joined(gains_of(best), ", ", percent) +
          " points";
  if (best.diverged > 0) text += "; " + to_text(best.diverged) + " trainings diverged";
  return text;
}

std::string accuracy(const std::vector<double>& shares) { return percent(sample_of(shares)); }

}  // namespace

Claim drops_sharply(const std::map<std::int64_t, Losses>& losses) {
  std::vector<Verdict> verdicts;
  std::vector<std::string> texts;
  for (const auto& [decay, run] : losses) {
    if (decay == 0) continue;
    const Drop drop = drop_at(decay, run);
    if (drop.stable) verdicts.push_back(verdict_of(drop.sharp()));
    texts.push_back("by " + rounded(drop.fall) + " after epoch " + to_text(decay) + ", " +
                    rounded(drop.fall / drop.mean_before) + " times the mean of " +
                    rounded(drop.mean_before) + " per epoch before it" +
                    (drop.stable ? "" : " (not yet stable)"));
  }
  return {
      verdicts.empty() ? Verdict::undecided : all_of(verdicts),
      "right after a decay in a stable stage, one in which the loss improves by less than 15 % per "
      "epoch, the training loss drops sharply, by more than twice the mean of the epochs before: "
      "it improved " +
          trainer::joined(texts, ", ")};
}

Claim plateaus_without_decay(const std::map<std::int64_t, Losses>& losses) {
  const Losses& never = losses.at(0);
  const auto& [decay, decayed] = *losses.rbegin();
  const std::int64_t last = std::ssize(never);
  const double change = at(never, decay) - at(never, last);
  const double drop = fall(decayed, decay);
  return {verdict_of(drop > 0.0 && std::abs(change) < 0.5 * drop),
          "without a decay the training loss stays constant to within half of the improvement "
          "that a decay gives in one epoch: from epoch " +
              to_text(decay) + " to " + to_text(last) + " it went from " +
              rounded(at(never, decay)) + " to " + rounded(never.back()) + ", with a decay to " +
              rounded(at(decayed, decay + 1)) + " in one epoch"};
}

Claim changes_less_after_decay(const std::vector<NormChange>& changes, double rate_ratio) {
  std::vector<NormChange> sorted;
  std::copy_if(changes.begin(), changes.end(), std::back_inserter(sorted),
               [](const NormChange& change) { return std::isfinite(change.ratio()); });
  const std::string claim =
      "after the decay the norms change much less from epoch to epoch, less than half as much in "
      "every group of parameters: ";
  if (sorted.empty()) return {Verdict::fails, claim + "no change is finite"};
  std::sort(sorted.begin(), sorted.end(),
            [](const NormChange& a, const NormChange& b) { return a.ratio() < b.ratio(); });
  const auto less = std::count_if(sorted.begin(), sorted.end(),
                                  [](const NormChange& change) { return change.ratio() < 0.5; });
  const double median =
      0.5 * (sorted[(sorted.size() - 1) / 2].ratio() + sorted[sorted.size() / 2].ratio());
  const auto text_of = [](const NormChange& change) {
    return rounded(change.ratio()) + " (" + change.group + ")";
  };
  return {verdict_of(less == std::ssize(changes)),
          claim + "this holds for " + std::to_string(less) + " of " +
              std::to_string(changes.size()) + "; the ratios range from " +
              text_of(sorted.front()) + " to " + text_of(sorted.back()) + " with median " +
              rounded(median) + "; the ratio of the rate is " + rounded(rate_ratio)};
}

Claim rises_with_decay(const BestAccuracies& sgd) {
  std::vector<Verdict> verdicts;
  for (const Sample& gain : gains_of(sgd)) verdicts.push_back(above(gain, 0.0));
  return {all_of(verdicts), "under " + sgd.method +
                                " the best test accuracy is higher with a decay: " + summary(sgd)};
}

Claim is_independent_of_decay(const BestAccuracies& bgd, const BestAccuracies& sgd) {
  double sgd_gain = 0.0;
  const std::vector<Sample> sgd_gains = gains_of(sgd);
  for (const Sample& gain : sgd_gains)
    sgd_gain += gain.mean / static_cast<double>(sgd_gains.size());
  const double bound = std::max(0.5 * sgd_gain, 0.01);
  std::vector<Verdict> verdicts;
  for (const Sample& gain : gains_of(bgd)) {
    const bool inside = gain.is_above(-bound) && gain.is_below(bound);
    const bool outside = gain.is_above(bound) || gain.is_below(-bound);
    verdicts.push_back(inside ? Verdict::holds : outside ? Verdict::fails : Verdict::undecided);
  }
  return {all_of(verdicts), "under " + bgd.method +
                                " the best test accuracy does not depend on the decay to within " +
                                rounded(100.0 * bound) + " points: " + summary(bgd)};
}

Claim needs_the_decay(const KindAccuracies& complex, double chance) {
  std::vector<double> shares;
  for (std::size_t i = 0; i < complex.by_rate.size(); ++i)
    shares.push_back((complex.by_rate[i] - complex.without[i]) / (complex.by_rate[i] - chance));
  const Sample share = sample_of(shares);
  return {above(share, 0.5),
          "complex patterns are not learnable under the large rate: more than half of the accuracy "
          "on them needs the decay; " +
              percent(share) + " % of the accuracy above chance needs it (" +
              accuracy(complex.without) + " % without a decay, " + accuracy(complex.by_rate) +
              " % with one)"};
}

Claim learns_complex_after_decay(const KindAccuracies& easy, const KindAccuracies& complex) {
  const std::vector<double> complex_gains = difference(complex.by_rate, complex.without);
  const std::vector<double> easy_gains = difference(easy.by_rate, easy.without);
  const Sample gain = sample_of(complex_gains);
  const Sample more = sample_of(difference(complex_gains, easy_gains));
  const Verdict gained = above(gain, 0.0);
  return {gained == Verdict::fails ? Verdict::fails : all_of({gained, above(more, 0.0)}),
          "the decay makes more complex patterns learnable, but not more easy ones: over the "
          "training without a decay it gains " +
              percent(gain) + " points on complex patterns (" + accuracy(complex.before) +
              " % before the decay, " + accuracy(complex.by_rate) + " % at the end) and " +
              percent(sample_of(easy_gains)) + " on easy ones (" + accuracy(easy.before) +
              " % and " + accuracy(easy.by_rate) + " %)"};
}

Claim grown_batch_does_the_same(const KindAccuracies& complex) {
  const std::vector<double> batch_gains = difference(complex.by_batch, complex.without);
  const std::vector<double> rate_gains = difference(complex.by_rate, complex.without);
  std::vector<double> surplus;  // beyond half of the gain from the rate
  for (std::size_t i = 0; i < batch_gains.size(); ++i)
    surplus.push_back(batch_gains[i] - 0.5 * rate_gains[i]);
  const Verdict gained = above(sample_of(batch_gains), 0.0);
  const bool holds = gained == Verdict::holds && sample_of(rate_gains).is_above(0.0) &&
                     sample_of(surplus).is_above(0.0);
  return {
      holds                      ? Verdict::holds
      : gained == Verdict::fails ? Verdict::fails
                                 : Verdict::undecided,
      "a batch ten times as large starts the same stage as a tenth of the rate, with at least half "
      "the gain on complex patterns over the training with neither: " +
          percent(sample_of(batch_gains)) + " and " + percent(sample_of(rate_gains)) + " points (" +
          accuracy(complex.by_batch) + " % and " + accuracy(complex.by_rate) + " %, without " +
          accuracy(complex.without) + " %)"};
}

Claim easy_gradients_are_consistent(const std::vector<double>& easy,
                                    const std::vector<double>& complex) {
  const auto text_of = [](const std::vector<double>& ratios) {
    const Sample sample = sample_of(ratios);
    return rounded(sample.mean) + " ± " + rounded(sample.deviation);
  };
  return {above(sample_of(difference(easy, complex)), 0.0),
          "the gradients of easy patterns are more consistent across mini-batches: in the first "
          "stage the signal-to-noise ratio is " +
              text_of(easy) + " for easy patterns, " + text_of(complex) + " for complex ones"};
}

}  // namespace figures
