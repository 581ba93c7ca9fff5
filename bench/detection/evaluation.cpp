#include "detection/evaluation.hpp"

#include "hindsight/frontier.hpp"
#include "support/csv.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

namespace detection {
namespace {

constexpr const char* never = "never";

Choice choose(const Evaluation& evaluation, std::optional<std::size_t> setting) {
  if (setting) return {evaluation.settings[*setting], evaluation.outcomes[*setting]};
  return {never, std::vector<Outcome>(evaluation.outcomes.front().size())};
}

/// The best setting on the stages of all other sources.
std::optional<std::size_t> best_without(const Evaluation& evaluation,
                                        std::span<const std::string> sources,
                                        const std::string& source, double regret) {
  std::vector<Outcome> means;
  for (const std::vector<Outcome>& outcomes : evaluation.outcomes) {
    std::vector<Outcome> others;
    for (std::size_t stage = 0; stage < sources.size(); ++stage)
      if (sources[stage] != source) others.push_back(outcomes[stage]);
    means.push_back(mean_of(others));
  }
  return best_within(means, regret);
}

}  // namespace

std::vector<std::vector<Outcome>> all_outcomes(std::span<const RecordedStage> stages) {
  std::vector<std::vector<Outcome>> outcomes;
  for (const RecordedStage& stage : stages) {
    try {
      outcomes.push_back(hindsight::outcomes_of(stage.losses));
    } catch (const std::invalid_argument& error) {
      throw csv::FileError(stage.file, stage.line, error.what());
    }
  }
  return outcomes;
}

Evaluation evaluate(const Family& family, std::span<const RecordedStage> stages,
                    std::span<const std::vector<Outcome>> outcomes,
                    std::span<const double> plan_factors) {
  Evaluation evaluation = {family.name, {}, {}, {}};
  for (const Setting& setting : family.settings) {
    std::vector<Outcome> by_stage;
    for (std::size_t i = 0; i < stages.size(); ++i) {
      std::vector<Outcome> by_plan;
      for (const double factor : plan_factors) {
        const std::span<const double> losses = stages[i].losses;
        const std::optional<std::size_t> fire =
            setting.first_fire({losses, factor * static_cast<double>(losses.size())});
        by_plan.push_back(fire ? outcomes[i][*fire - 1] : Outcome());
      }
      by_stage.push_back(mean_of(by_plan));
    }
    evaluation.settings.push_back(setting.text);
    evaluation.means.push_back(mean_of(by_stage));
    evaluation.outcomes.push_back(std::move(by_stage));
  }
  return evaluation;
}

Choice choose_default(const Evaluation& evaluation) { return choose(evaluation, 0); }

Choice choose_named(const Evaluation& evaluation, const std::string& setting) {
  if (setting == never) return choose(evaluation, std::nullopt);
  const auto found = std::ranges::find(evaluation.settings, setting);
  if (found == evaluation.settings.end())
    throw std::invalid_argument(evaluation.family + " has no setting " + setting);
  return choose(evaluation, static_cast<std::size_t>(found - evaluation.settings.begin()));
}

Choice choose_best(const Evaluation& evaluation, double regret) {
  return choose(evaluation, best_within(evaluation.means, regret));
}

Choice choose_held_out(const Evaluation& evaluation, std::span<const std::string> sources,
                       double regret) {
  Choice choice = choose(evaluation, std::nullopt);
  std::map<std::string, std::size_t> times_chosen;
  const std::set<std::string> all_sources(sources.begin(), sources.end());
  for (const std::string& source : all_sources) {
    const Choice chosen = choose(evaluation, best_without(evaluation, sources, source, regret));
    ++times_chosen[chosen.setting];
    for (std::size_t stage = 0; stage < sources.size(); ++stage)
      if (sources[stage] == source) choice.outcomes[stage] = chosen.outcomes[stage];
  }
  const auto most =
      std::max_element(times_chosen.begin(), times_chosen.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  choice.setting = most->first + " (" + support::to_text(most->second) + " of " +
                   support::to_text(all_sources.size()) + ')';
  return choice;
}

}  // namespace detection
