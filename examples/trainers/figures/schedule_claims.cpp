#include "figures/schedule_claims.hpp"

#include "figures/verdicts.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace figures {

using support::difference;
using support::percent;
using support::rounded;
using support::Sample;
using support::sample_of;

namespace {

std::string accuracy(const Courses& courses) {
  return percent(sample_of(courses.final_accuracies()));
}

/// The epochs that another schedule needs more, in a stage.
Sample saved_in(std::int64_t stage, const Courses& run, const Courses& other) {
  return sample_of(difference(other.stage_lengths(stage), run.stage_lengths(stage)));
}

/// Whether a schedule's accuracy leads a control's by more than a number, after as many epochs.
Claim lead_is_above(double number, const char* relation, const Courses& run,
                    const Courses& control) {
  const Sample gain = sample_of(difference(run.final_accuracies(), control.final_accuracies()));
  return {above(gain, number), run.method + " is " + relation + control.method +
                                   " after the same number of epochs: it gains " +
                                   support::interval(gain, 2, 100.0) + " points (" + accuracy(run) +
                                   " % and " + accuracy(control) + " %)"};
}

std::string seeds_text(std::size_t count, std::size_t all) {
  return std::to_string(count) + " of " + std::to_string(all) + " seeds";
}

}  // namespace

Claim arrives_sooner(const Courses& run, const Courses& step_decay) {
  const Sample epochs = sample_of(run.epochs());
  const Sample saved = sample_of(run.shares_saved(step_decay));
  const Sample gain = sample_of(difference(run.final_accuracies(), step_decay.final_accuracies()));
  return {all_of({above(saved, 0.2), above(gain, -same_accuracy)}),
          run.method + " reaches the accuracy of " + step_decay.method +
              " to within 0.2 points in at least 20 % fewer epochs: it saves " + percent(saved) +
              " % of the epochs (" + rounded(epochs.mean) + " ± " + rounded(epochs.deviation) +
              ") and gains " + support::interval(gain, 2, 100.0) + " points (" + accuracy(run) +
              " %, " + step_decay.method + " " + accuracy(step_decay) + " %)"};
}

Claim is_better_at_equal_epochs(const Courses& run, const Courses& control) {
  return lead_is_above(0.0, "more accurate than ", run, control);
}

Claim keeps_up_at_equal_epochs(const Courses& run, const Courses& control) {
  return lead_is_above(-same_accuracy, "at most 0.2 points less accurate than ", run, control);
}

Claim reaches_accuracy_sooner(const Courses& run, const Courses& step_decay) {
  const std::vector<double> targets = accuracies_of(step_decay);
  const std::vector<double> own = run.epochs_to(targets);
  const std::vector<double> others = step_decay.epochs_to(targets);
  std::vector<double> saved = difference(others, own);
  std::erase_if(saved, [](double epochs) { return std::isnan(epochs); });
  const std::string start = run.method + " needs fewer epochs than " + step_decay.method +
                            " to first come within 0.2 points of its final accuracy: ";
  if (saved.empty()) return {Verdict::fails, start + "it never comes there"};
  const Sample sample = sample_of(saved);
  const bool always = saved.size() == own.size();
  const Verdict fewer = above(sample, 0.0);
  return {always || fewer == Verdict::fails ? fewer : Verdict::undecided,
          start + "by " + support::interval(sample, 1) + " epochs, in " +
              seeds_text(saved.size(), own.size()) + " (" + step_decay.method + " after " +
              rounded(sample_of(others).mean) + " epochs)"};
}

Claim saves_in_first_stage(const Courses& run, const Courses& step_decay) {
  std::string text = run.method + " saves epochs in the first stage: ";
  const std::int64_t stages = std::max(run.most_stages(), step_decay.most_stages());
  for (std::int64_t stage = 1; stage <= stages; ++stage)
    text += (stage == 1 ? "" : "; stage " + std::to_string(stage) + ": ") +
            support::interval(saved_in(stage, run, step_decay), 1) + " of " +
            rounded(sample_of(step_decay.stage_lengths(stage)).mean);
  return {above(saved_in(1, run, step_decay), 0.0), text};
}

}  // namespace figures
