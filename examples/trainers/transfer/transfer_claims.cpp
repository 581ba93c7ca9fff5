#include "transfer/transfer_claims.hpp"

#include "support/statistics.hpp"
#include "support/text.hpp"
#include "transfer/accuracies.hpp"
#include "transfer/interval.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace transfer {
namespace {

using figures::Claim;
using figures::Verdict;
using support::joined;
using support::rounded;
using support::sample_of;
using support::to_text;
using GainPair = Accuracies::GainPair;

constexpr const char* intervals_note =
    "; brackets show 95 % intervals, over the seeds and over the test images";

/// The confidence needed for each of several statements to hold with 95 % together.
double confidence_of_each(std::size_t statements) {
  return 1.0 - 0.05 / static_cast<double>(statements);
}

std::string bounds(const Interval& interval, double unit) {
  return rounded(interval.low / unit) + " to " + rounded(interval.high / unit);
}

/// "0.1 to 0.3 by seed, 0.15 to 0.25 by image".
std::string bounds(const Intervals& intervals, double unit) {
  return bounds(intervals.by_seed, unit) + " by seed, " + bounds(intervals.by_image, unit) +
         " by image";
}

/// Two consecutive gains in both pairings.
struct GainPairs {
  GainPair by_seed;
  GainPair by_image;

  [[nodiscard]] double first() const { return sample_of(by_seed.first).mean; }
  [[nodiscard]] double ratio() const { return sample_of(by_seed.second).mean / first(); }

  /// Nothing if the first gain may be zero.
  [[nodiscard]] std::optional<Intervals> interval(double confidence = 0.95) const {
    const auto seeds = ratio_interval(by_seed.second, by_seed.first, confidence);
    const auto images = ratio_interval(by_image.second, by_image.first, confidence);
    if (!seeds || !images) return std::nullopt;
    return Intervals{*seeds, *images};
  }
};

GainPairs pairs_of(const Accuracies& accuracies, std::int64_t stage) {
  return {accuracies.gain_pair(stage), accuracies.gain_pair(stage, Pairing::by_image)};
}

/// Whether it is certain that the ratio of gains is below a value.
Verdict is_below(const GainPairs& gains, double value, double confidence = 0.95) {
  const auto interval = gains.interval(confidence);
  if (!interval || gains.first() <= 0.0) return Verdict::undecided;
  return interval->is_below(value)   ? Verdict::holds
         : interval->is_above(value) ? Verdict::fails
                                     : Verdict::undecided;
}

/// Whether the second gain is certain to be less than `times` the first, whatever that is.
bool is_certainly_less(const GainPairs& gains, double times) {
  const auto interval_of = [times](const GainPair& pair) {
    std::vector<double> surplus;
    for (std::size_t i = 0; i < pair.first.size(); ++i)
      surplus.push_back(pair.second[i] - times * pair.first[i]);
    return mean_interval(surplus);
  };
  return Intervals{interval_of(gains.by_seed), interval_of(gains.by_image)}.is_below(0.0);
}

/// The note on a target's ratio, in brackets.
std::string ratio_note(const GainPairs& gains, std::int64_t stage, double source_ratio) {
  if (gains.by_seed.first.size() < 2) return "one seed";
  const std::string gain = rounded(100.0 * gains.first()) + " points";
  const auto interval = gains.interval();
  if (!interval)
    return "unbounded because " + gain_name(stage) + ", " + gain + ", may be zero" +
           (is_certainly_less(gains, source_ratio)
                ? ", but " + gain_name(stage + 1) + " is certain to be less than " +
                      rounded(source_ratio) + " times that"
                : "");
  const std::string text = bounds(*interval, 1.0);
  return gains.first() > 0.0
             ? text
             : text + ", but relative to a loss: " + gain_name(stage) + " is " + gain;
}

std::string ratio_text(const std::string& target, const GainPairs& gains, std::int64_t stage,
                       double source_ratio) {
  if (gains.by_seed.first.empty()) return "not known yet on " + target;
  const double ratio = gains.ratio();
  if (!std::isfinite(ratio)) return "none because " + gain_name(stage) + " is 0, on " + target;
  return rounded(ratio) + " (" + ratio_note(gains, stage, source_ratio) + ") on " + target;
}

/// A gain on a target for the seeds that have finished it.
struct Gain {
  std::string name;
  std::string target;
  std::vector<double> by_seed;
  std::vector<double> by_image;
  double mean = 0.0;

  [[nodiscard]] Intervals interval(double confidence = 0.95) const {
    return {mean_interval(by_seed, confidence), mean_interval(by_image, confidence)};
  }
};

std::vector<Gain> known_gains(const Matrix& matrix, const std::vector<CellResult>& results,
                              Method method) {
  std::vector<Gain> gains;
  for (const std::string& target : matrix.targets) {
    const Accuracies accuracies(matrix, results, target, method);
    for (std::int64_t stage = 1; stage < matrix.stages(); ++stage) {
      std::vector<double> values = accuracies.gains(stage);
      if (values.empty()) continue;
      const double mean = sample_of(values).mean;
      gains.push_back({gain_name(stage), target, std::move(values),
                       accuracies.gains(stage, Pairing::by_image), mean});
    }
  }
  return gains;
}

std::string gain_text(const Gain& gain) {
  const std::string note = gain.by_seed.size() < 2 ? "one seed" : bounds(gain.interval(), 0.01);
  return gain.name + " is " + rounded(100.0 * gain.mean) + " points (" + note + ") on " +
         gain.target;
}

/// The gains with a negative mean, otherwise the smallest gain.
std::string least_text(std::vector<Gain> gains) {
  std::sort(gains.begin(), gains.end(),
            [](const Gain& a, const Gain& b) { return a.mean < b.mean; });
  if (gains.front().mean >= 0.0) return "the smallest: " + gain_text(gains.front());
  std::erase_if(gains, [](const Gain& gain) { return gain.mean >= 0.0; });
  return joined(gains, ", ", gain_text);
}

}  // namespace

Claim ratios_are_below_source(const Matrix& matrix, const std::vector<CellResult>& results,
                              Method method, std::int64_t stage) {
  const GainPairs source_gains = pairs_of(Accuracies(matrix.source), stage);
  const double source_ratio = source_gains.ratio();
  const double joint = confidence_of_each(matrix.targets.size());
  bool all_below = true;
  bool one_not_below = false;
  std::vector<std::string> texts;
  for (const std::string& target : matrix.targets) {
    const GainPairs gains = pairs_of(Accuracies(matrix, results, target, method), stage);
    texts.push_back(ratio_text(target, gains, stage, source_ratio));
    all_below = all_below && is_below(gains, source_ratio) == Verdict::holds;
    one_not_below = one_not_below || is_below(gains, source_ratio, joint) == Verdict::fails;
  }
  const bool source_tells = source_gains.first() > 0.0;
  const std::string source_text =
      source_tells ? rounded(source_ratio) + " in its one run"
                   : "which decides nothing because its own " + gain_name(stage) + " is " +
                         rounded(100.0 * source_gains.first()) + " points";
  return {!source_tells   ? Verdict::undecided
          : one_not_below ? Verdict::fails
          : all_below     ? Verdict::holds
                          : Verdict::undecided,
          std::string(name(method)) + ": on every target the ratio " + ratio_name(stage) +
              " is below that on " + matrix.source.name + ", " + source_text + ": it is " +
              joined(texts, ", ") + intervals_note};
}

Claim some_gain_is_negative(const Matrix& matrix, const std::vector<CellResult>& results,
                            Method method) {
  const std::size_t count = matrix.targets.size() * static_cast<std::size_t>(matrix.stages() - 1);
  const std::vector<Gain> gains = known_gains(matrix, results, method);
  const std::string claim = std::string(name(method)) + ": some gain is negative: ";
  if (gains.empty()) return {Verdict::undecided, claim + "none is known yet"};

  const bool one_negative = std::any_of(gains.begin(), gains.end(), [&](const Gain& gain) {
    return gain.interval(confidence_of_each(count)).is_below(0.0);
  });
  const auto positive = static_cast<std::size_t>(std::count_if(
      gains.begin(), gains.end(), [](const Gain& gain) { return gain.interval().is_above(0.0); }));
  return {one_negative        ? Verdict::holds
          : positive == count ? Verdict::fails
                              : Verdict::undecided,
          claim + least_text(gains) + "; " + to_text(positive) + " of " + to_text(count) +
              " gains are certain to be positive" + intervals_note};
}

std::vector<Claim> claims_of(const Matrix& matrix, const std::vector<CellResult>& results) {
  std::vector<Claim> claims;
  if (matrix.stages() < 2) return claims;
  for (const auto& [method, seeds] : matrix.seeds) {
    if (known_gains(matrix, results, method).empty()) continue;
    for (std::int64_t stage = 1; stage + 2 <= matrix.stages(); ++stage)
      claims.push_back(ratios_are_below_source(matrix, results, method, stage));
    claims.push_back(some_gain_is_negative(matrix, results, method));
  }
  return claims;
}

}  // namespace transfer
