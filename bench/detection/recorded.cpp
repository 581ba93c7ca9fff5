#include "detection/recorded.hpp"

#include "hindsight/frontier.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace detection {
namespace {

/// One member of each outcome.
std::vector<double> values_of(const std::vector<Outcome>& outcomes, double Outcome::*number) {
  std::vector<double> values;
  for (const Outcome& outcome : outcomes) values.push_back(outcome.*number);
  return values;
}

/// The number of logs. The stages of a log are consecutive.
std::size_t logs_in(std::span<const RecordedStage> stages) {
  std::size_t logs = 1;
  for (std::size_t i = 1; i < stages.size(); ++i) logs += stages[i].file != stages[i - 1].file;
  return logs;
}

std::vector<std::string> sources_of(std::span<const RecordedStage> stages) {
  std::vector<std::string> sources;
  for (const RecordedStage& stage : stages) sources.push_back(stage.source());
  return sources;
}

/// The number of each name among the different ones, from 0.
std::vector<std::size_t> numbered(const std::vector<std::string>& names) {
  std::map<std::string, std::size_t> numbers;
  std::vector<std::size_t> all;
  for (const std::string& name : names)
    all.push_back(numbers.emplace(name, numbers.size()).first->second);
  return all;
}

/// The part of an interval that is possible for a mean of values from 0 to `greatest`.
Interval possible(const Interval& interval, double greatest) {
  return {std::max(interval.low, 0.0), std::min(interval.high, greatest)};
}

Score score_of(const std::string& family, const std::string& limit, const Choice& choice,
               const Choice& reference, const std::vector<std::size_t>& groups) {
  const std::vector<double> saved = values_of(choice.outcomes, &Outcome::saved);
  const std::vector<double> regret = values_of(choice.outcomes, &Outcome::regret);
  const std::vector<double> advantage =
      support::difference(saved, values_of(reference.outcomes, &Outcome::saved));
  return {family,
          limit,
          choice.setting,
          mean_of(choice.outcomes),
          possible(grouped_interval(saved, groups), 1.0),
          possible(grouped_interval(regret, groups), std::numeric_limits<double>::infinity()),
          mean_of(advantage),
          grouped_interval(advantage, groups)};
}

/// The outcomes of a family's default for each plan factor; none if the factor does not matter.
std::vector<WrongPlan> wrong_plans_of(const Family& family, std::span<const RecordedStage> stages,
                                      std::span<const std::vector<Outcome>> outcomes,
                                      std::span<const double> plan_factors) {
  const Family standard = {family.name, {family.settings.front()}};
  std::vector<WrongPlan> plans;
  bool differ = false;
  for (const double& factor : plan_factors) {
    const Outcome mean = evaluate(standard, stages, outcomes, std::span(&factor, 1)).means.front();
    plans.push_back({family.name, standard.settings.front().text, factor, mean});
    differ = differ || mean.saved != plans.front().mean.saved;
  }
  return differ ? plans : std::vector<WrongPlan>();
}

}  // namespace

RecordedResults compare_on(std::span<const RecordedStage> stages, std::span<const Family> families,
                           std::span<const double> plan_factors, const std::vector<double>& limits,
                           const Selection& selection, const std::string& reference) {
  const std::vector<std::vector<Outcome>> outcomes = all_outcomes(stages);
  const std::vector<std::string> sources = sources_of(stages);
  const std::vector<std::size_t> groups = numbered(sources);
  const auto choose = [&](const Evaluation& evaluation, double limit) {
    return selection.choose(evaluation, sources, limit);
  };

  RecordedResults results;
  results.stages = stages.size();
  results.logs = logs_in(stages);
  results.sources = std::set(sources.begin(), sources.end()).size();
  results.selection = selection.description;
  results.reference = reference;
  results.bound = hindsight_bound(outcomes);
  results.limits = limits;
  for (const Family& family : families)
    results.evaluations.push_back(evaluate(family, stages, outcomes, plan_factors));
  const Evaluation& compared =
      *std::ranges::find(results.evaluations, reference, &Evaluation::family);
  for (const Evaluation& evaluation : results.evaluations) {
    for (const double limit : limits)
      results.scores.push_back(score_of(evaluation.family, support::to_text(limit),
                                        choose(evaluation, limit), choose(compared, limit),
                                        groups));
    results.scores.push_back(score_of(evaluation.family, "default", choose_default(evaluation),
                                      choose_default(compared), groups));
  }
  for (const Evaluation& planned : results.evaluations)
    for (const Evaluation& other : results.evaluations)
      if (other.family == without_plan(planned.family))
        for (const double limit : limits) {
          const std::vector<double> more =
              support::difference(values_of(choose(planned, limit).outcomes, &Outcome::saved),
                                  values_of(choose(other, limit).outcomes, &Outcome::saved));
          results.plan_worths.push_back(
              {planned.family, other.family, limit, mean_of(more), grouped_interval(more, groups)});
        }
  if (plan_factors.size() > 1)
    for (const Family& family : families)
      for (const WrongPlan& plan : wrong_plans_of(family, stages, outcomes, plan_factors))
        results.wrong_plans.push_back(plan);
  return results;
}

}  // namespace detection
