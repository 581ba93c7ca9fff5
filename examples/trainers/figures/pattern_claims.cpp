#include "figures/pattern_claims.hpp"

#include "figures/verdicts.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"

#include <cstddef>
#include <string>

namespace figures {

using support::difference;
using support::percent;
using support::rounded;
using support::Sample;
using support::sample_of;

namespace {

std::string accuracy(const std::vector<double>& shares) { return percent(sample_of(shares)); }

}  // namespace

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
