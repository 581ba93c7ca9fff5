#include "detection/recorded.hpp"

#include "hindsight/frontier.hpp"
#include "trainer/text.hpp"

#include <algorithm>
#include <set>

namespace detection {
namespace {

/// One member of each outcome.
std::vector<double> values_of(const std::vector<Outcome>& outcomes, double Outcome::*number) {
  std::vector<double> values;
  for (const Outcome& outcome : outcomes) values.push_back(outcome.*number);
  return values;
}

std::vector<double> difference(std::vector<double> a, const std::vector<double>& b) {
  std::transform(a.begin(), a.end(), b.begin(), a.begin(), std::minus<>());
  return a;
}

/// The number of each stage's log, from 0. The stages of a log are consecutive.
std::vector<std::size_t> logs_of(std::span<const RecordedStage> stages) {
  std::vector<std::size_t> logs;
  for (std::size_t i = 0; i < stages.size(); ++i)
    logs.push_back(i == 0 ? 0 : logs.back() + (stages[i].file != stages[i - 1].file));
  return logs;
}

std::vector<std::string> sources_of(std::span<const RecordedStage> stages) {
  std::vector<std::string> sources;
  for (const RecordedStage& stage : stages) sources.push_back(stage.source());
  return sources;
}

Score score_of(const std::string& family, const std::string& limit, const Choice& choice,
               const Choice& first, const std::vector<std::size_t>& logs) {
  const std::vector<double> saved = values_of(choice.outcomes, &Outcome::saved);
  const std::vector<double> regret = values_of(choice.outcomes, &Outcome::regret);
  const std::vector<double> advantage =
      difference(saved, values_of(first.outcomes, &Outcome::saved));
  return {family,
          limit,
          choice.setting,
          mean_of(choice.outcomes),
          bootstrap_interval(saved, logs),
          bootstrap_interval(regret, logs),
          mean_of(advantage),
          bootstrap_interval(advantage, logs)};
}

}  // namespace

RecordedResults compare_on(std::span<const RecordedStage> stages, std::span<const Family> families,
                           const std::vector<double>& limits, ChosenOn chosen_on) {
  const std::vector<std::vector<Outcome>> outcomes = all_outcomes(stages);
  const std::vector<std::size_t> logs = logs_of(stages);
  const std::vector<std::string> sources = sources_of(stages);
  const auto choose = [&](const Evaluation& evaluation, double limit) {
    return chosen_on == ChosenOn::all_stages ? choose_best(evaluation, limit)
                                             : choose_held_out(evaluation, sources, limit);
  };

  RecordedResults results;
  results.stages = stages.size();
  results.logs = logs.back() + 1;
  results.sources = std::set(sources.begin(), sources.end()).size();
  results.chosen_on = chosen_on;
  results.bound = hindsight_bound(outcomes);
  results.limits = limits;
  for (const Family& family : families)
    results.evaluations.push_back(evaluate(family, stages, outcomes));
  const Evaluation& first = results.evaluations.front();
  for (const Evaluation& evaluation : results.evaluations) {
    for (const double limit : limits)
      results.scores.push_back(score_of(evaluation.family, trainer::to_text(limit),
                                        choose(evaluation, limit), choose(first, limit), logs));
    results.scores.push_back(score_of(evaluation.family, "default", choose_default(evaluation),
                                      choose_default(first), logs));
  }
  return results;
}

}  // namespace detection
