#include "figures/claims.hpp"

#include "figures/verdicts.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

namespace figures {

using support::difference;
using support::percent;
using support::rounded;
using support::Sample;
using support::sample_of;

namespace {

std::string to_text(std::int64_t number) { return std::to_string(number); }

double at(const Losses& losses, std::int64_t epoch) {
  return losses.at(static_cast<std::size_t>(epoch - 1));
}

/// The improvement of the loss from one epoch to the next.
double fall(const Losses& losses, std::int64_t epoch) {
  return at(losses, epoch) - at(losses, epoch + 1);
}

/// Per seed, how much further the loss falls after a decay than `times` as far as without one.
std::vector<double> extra_falls(const LossesByDecay& losses, std::int64_t decay, double times) {
  std::vector<double> extra;
  for (std::size_t seed = 0; seed < losses.at(decay).size(); ++seed)
    extra.push_back(fall(losses.at(decay)[seed], decay) -
                    times * fall(losses.at(0).at(seed), decay));
  return extra;
}

/// The mean over the seeds of the fall in the epoch after a decay.
double mean_fall(const std::vector<Losses>& runs, std::int64_t decay) {
  double sum = 0.0;
  for (const Losses& run : runs) sum += fall(run, decay);
  return sum / static_cast<double>(runs.size());
}

/// The logarithm of the largest ratio of a loss to the least one before it.
double instability(const Losses& losses) {
  double least = losses.at(0);
  double largest = 0.0;
  for (const double loss : losses) {
    largest = std::max(largest, std::log(loss / least));
    least = std::min(least, loss);
  }
  return largest;
}

/// The means of consecutive losses, `count` each.
Losses means_of(const Losses& losses, std::size_t count) {
  Losses means;
  for (std::size_t end = count; end <= losses.size(); end += count) {
    double sum = 0.0;
    for (std::size_t i = end - count; i < end; ++i) sum += losses[i];
    means.push_back(sum / static_cast<double>(count));
  }
  return means;
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
          " seeds); gains from the decays " + support::joined(gains_of(best), ", ", percent) +
          " points";
  if (best.diverged > 0) text += "; " + to_text(best.diverged) + " trainings diverged";
  return text;
}

}  // namespace

Claim drops_sharply(const LossesByDecay& losses) {
  std::vector<Verdict> verdicts;
  std::vector<std::string> texts;
  for (const auto& [decay, runs] : losses) {
    if (decay == 0) continue;
    verdicts.push_back(above(sample_of(extra_falls(losses, decay, 2.0)), 0.0));
    const double without = mean_fall(losses.at(0), decay);
    texts.push_back("by " + rounded(mean_fall(runs, decay)) + " after epoch " + to_text(decay) +
                    ", " + rounded(mean_fall(runs, decay) / without) + " times the " +
                    rounded(without) + " without (" +
                    support::interval(sample_of(extra_falls(losses, decay, 1.0)), 3) + " more)");
  }
  return {
      all_of(verdicts),
      "in the epoch after a decay the training loss falls sharply, more than twice as far as in "
      "the same epoch without the decay: " +
          support::joined(texts, ", ") + "; means of " + std::to_string(losses.at(0).size()) +
          " seeds"};
}

Claim plateaus_without_decay(const LossesByDecay& losses) {
  const auto& [decay, decayed] = *losses.rbegin();
  const std::vector<Losses>& never = losses.at(0);
  const std::int64_t last = std::ssize(never.front());
  std::vector<double> changes;
  std::vector<double> drops;
  std::vector<double> margins;
  for (std::size_t seed = 0; seed < never.size(); ++seed) {
    changes.push_back(at(never[seed], decay) - at(never[seed], last));
    drops.push_back(fall(decayed[seed], decay));
    margins.push_back(0.5 * drops.back() - std::abs(changes.back()));
  }
  return {above(sample_of(margins), 0.0),
          "without a decay the training loss stays constant to within half of the improvement "
          "that a decay gives in one epoch: from epoch " +
              to_text(decay) + " to " + to_text(last) + " it falls by " +
              support::interval(sample_of(changes), 3) + ", with a decay by " +
              support::interval(sample_of(drops), 3) + " in one epoch"};
}

Claim changes_more_smoothly_after_decay(const std::vector<NormChange>& changes, double rate_ratio) {
  std::vector<NormChange> sorted;
  std::copy_if(changes.begin(), changes.end(), std::back_inserter(sorted),
               [](const NormChange& change) { return std::isfinite(change.roughness.ratio()); });
  const std::string claim =
      "after the decay the norms change much more smoothly: their second difference is less than "
      "half as large in every group of parameters: ";
  if (sorted.empty()) return {Verdict::fails, claim + "no difference is finite"};
  std::sort(sorted.begin(), sorted.end(), [](const NormChange& a, const NormChange& b) {
    return a.roughness.ratio() < b.roughness.ratio();
  });
  const auto less_than_half = [&](NormChange::Sides NormChange::*sides) {
    return std::count_if(changes.begin(), changes.end(),
                         [&](const NormChange& change) { return (change.*sides).ratio() < 0.5; });
  };
  const auto smoother = less_than_half(&NormChange::roughness);
  const double median = 0.5 * (sorted[(sorted.size() - 1) / 2].roughness.ratio() +
                               sorted[sorted.size() / 2].roughness.ratio());
  const auto text_of = [](const NormChange& change) {
    return rounded(change.roughness.ratio()) + " (" + change.group + ")";
  };
  return {verdict_of(smoother == std::ssize(changes)),
          claim + "this holds for " + std::to_string(smoother) + " of " +
              std::to_string(changes.size()) + "; the ratios range from " +
              text_of(sorted.front()) + " to " + text_of(sorted.back()) + " with median " +
              rounded(median) +
              "; the first difference, which contains the drift, is less than "
              "half as large in " +
              std::to_string(less_than_half(&NormChange::drift)) + "; the ratio of the rate is " +
              rounded(rate_ratio)};
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

Claim is_less_stable(const std::vector<Losses>& bgd, const std::vector<Losses>& sgd,
                     std::int64_t steps_per_epoch) {
  std::vector<double> of_bgd;
  std::vector<double> of_sgd;
  std::size_t epochs = 0;
  for (std::size_t seed = 0; seed < bgd.size(); ++seed) {
    const Losses means = means_of(bgd[seed], static_cast<std::size_t>(steps_per_epoch));
    epochs = std::min(means.size(), sgd.at(seed).size());
    const auto end = static_cast<std::ptrdiff_t>(epochs);
    of_bgd.push_back(instability({means.begin(), means.begin() + end}));
    of_sgd.push_back(instability({sgd[seed].begin(), sgd[seed].begin() + end}));
  }
  const auto factor = [](const std::vector<double>& logarithms) {
    return rounded(std::exp(sample_of(logarithms).mean));
  };
  return {above(sample_of(difference(of_bgd, of_sgd)), 0.0),
          "batch gradient descent is less stable than SGD over equally many steps: in " +
              std::to_string(epochs) + " times " + to_text(steps_per_epoch) +
              " steps without a decay, the mean training loss rises at most by a factor of " +
              factor(of_bgd) + " over the least one before it, under SGD of " + factor(of_sgd) +
              " (geometric means of " + std::to_string(bgd.size()) +
              " seeds; difference of the logarithms " +
              support::interval(sample_of(difference(of_bgd, of_sgd)), 3) + ")"};
}

}  // namespace figures
