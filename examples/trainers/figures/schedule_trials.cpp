#include "figures/schedule_trials.hpp"

#include "run/schedule.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace figures {
namespace {

using support::to_text;

/// Trains with the schedule that a function returns for each seed.
Trial run_trial(Laboratory& laboratory, const Scale& scale, const std::string& method,
                const std::function<std::string(std::size_t seed)>& schedule_of) {
  trainer::Options options = laboratory.common();
  trainer::set_defaults(options, {});
  options.depth = scale.depth;
  options.batch_size = scale.schedule_batch_size;
  options.weight_decay = scale.schedule_weight_decay;
  options.limit = scale.schedule_images;
  options.test_limit = scale.schedule_test_images;
  options.epochs = scale.schedule_epochs;
  Trial trial{.schedule = schedule_of(0), .courses = {.method = method}};
  for (std::int64_t seed = 0; seed < scale.schedule_seeds; ++seed) {
    options.schedule = schedule_of(static_cast<std::size_t>(seed));
    options.seed = options.order_seed = static_cast<std::uint64_t>(seed);
    Run run = laboratory.train("schedules-" + name_of(options.schedule) + "-seed-" + to_text(seed),
                               options);
    trial.courses.by_seed.push_back({.accuracies = numbers(run.metrics, "test_accuracy"),
                                     .stages = numbers(run.metrics, "stage")});
    trial.runs.push_back(std::move(run));
  }
  return trial;
}

/// The name of each schedule in tables: its method, or its text if it is not the first, which is
/// StepDecay over all epochs, and another has that method.
std::vector<std::string> names_of(const std::vector<std::string>& schedules) {
  std::vector<std::string> methods;
  for (const std::string& schedule : schedules)
    methods.push_back(name_of(trainer::Schedule(schedule).method()));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < schedules.size(); ++i)
    names.push_back(i == 0 || std::count(methods.begin(), methods.end(), methods[i]) == 1
                        ? methods[i]
                        : name_of(schedules[i]));
  return names;
}

}  // namespace

std::span<const Control> controls() {
  static constexpr Control all[] = {
      {"StepDecay-told", step_decay_over, false},
      {"cosine", [](std::int64_t epochs) { return "cosine(" + to_text(epochs) + ")"; }, true},
      {"linear", [](std::int64_t epochs) { return "linear(" + to_text(epochs) + ")"; }, true},
      {"WSD", [](std::int64_t epochs) { return "wsd(" + to_text(epochs) + ", tail=0.2)"; }, true}};
  return all;
}

std::string step_decay_over(std::int64_t epochs) {
  std::set<std::int64_t> ends = {(epochs + 1) / 3, (2 * epochs + 1) / 3, epochs};
  ends.erase(0);
  return "at(" + support::joined(ends, ", ", to_text<std::int64_t>) + ") | stages(" +
         to_text(std::ssize(ends)) + ")";
}

std::string name_of(const std::string& schedule) {
  constexpr std::string_view kept =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._=";
  std::string name;
  for (const char letter : schedule)
    if (kept.find(letter) != kept.npos)
      name += letter;
    else if (!name.empty() && name.back() != '-')
      name += '-';
  if (name.ends_with('-')) name.pop_back();
  return name;
}

ScheduleTrials run_schedule_trials(Laboratory& laboratory, const Scale& scale) {
  std::vector<std::string> schedules = {step_decay_over(scale.schedule_epochs)};
  schedules.insert(schedules.end(), scale.schedules.begin(), scale.schedules.end());
  const std::vector<std::string> names = names_of(schedules);
  const auto trial_of = [&](std::size_t i) {
    return run_trial(laboratory, scale, names[i], [&](std::size_t) { return schedules[i]; });
  };
  ScheduleTrials trials{.step_decay = trial_of(0), .contenders = {}};
  for (std::size_t i = 1; i < schedules.size(); ++i)
    trials.contenders.push_back({.trial = trial_of(i)});
  for (Contender& contender : trials.contenders) {
    const std::vector<Course>& courses = contender.trial.courses.by_seed;
    for (const Control& control : controls())
      if (std::ranges::count(scale.schedule_controls, control.name) != 0)
        contender.controls.push_back(
            run_trial(laboratory, scale, control.name, [&](std::size_t seed) {
              return control.schedule(std::ssize(courses[seed].accuracies));
            }));
  }
  return trials;
}

}  // namespace figures
