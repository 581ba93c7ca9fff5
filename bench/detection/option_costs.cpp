#include "detection/option_costs.hpp"

#include "detection/evaluation.hpp"
#include "detection/grid.hpp"
#include "support/text.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <autodecay/average/latest_value.hpp>
#include <autodecay/presets.hpp>
#include <autodecay/stability/improvement_test.hpp>
#include <autodecay/stability/marginal_improvement.hpp>
#include <autodecay/stability/remaining_improvement.hpp>

namespace detection {
namespace {

using autodecay::AutoDecay;
using autodecay::ExponentialMovingAverage;
using autodecay::ImprovementTest;
using autodecay::LatestValue;
using autodecay::MarginalImprovement;
using autodecay::ReduceOnPlateau;
using autodecay::RemainingImprovement;
using support::TextRows;
using support::to_text;

using Values = std::vector<double>;

struct Option {
  std::string name;
  double standard;
};

/// A rule with options that are numbers.
struct Rule {
  std::string name;
  std::vector<Option> options;
  std::function<FirstFire(const Values&)> detector_with;  ///< a value for each option
};

std::int64_t whole(double value) { return std::llround(value); }

/// The detector of a scheduler, whose policies alone count.
template <typename Scheduler>
FirstFire detector_of(const Scheduler& scheduler) {
  return detector(scheduler.average(), scheduler.stability());
}

Rule rule_of_planned() {
  const AutoDecay::Plan standard;
  return {"AutoDecay::planned",
          {{"half_life", standard.half_life},
           {"window", standard.window},
           {"tolerance", standard.tolerance}},
          [](const Values& values) -> FirstFire {
            return [=](const PlannedStage& stage) {
              return detector_of(AutoDecay::planned({.length = share_of(stage.plan, 1.0, 1),
                                                     .half_life = values[0],
                                                     .window = values[1],
                                                     .tolerance = values[2]}))(stage);
            };
          }};
}

Rule rule_of_marginal_improvement() {
  return {"MarginalImprovement",
          {{"plan, in n", 1.0}, {"price", MarginalImprovement::Options{}.price}},
          [](const Values& values) -> FirstFire {
            return [=](const PlannedStage& stage) {
              const std::int64_t plan = share_of(stage.plan, values[0], 1);
              return detector(LatestValue(),
                              MarginalImprovement({.plan = plan, .price = values[1]}))(stage);
            };
          }};
}

/// Half a trust in the plan, with the price that the documents give for it.
Rule rule_of_half_a_trust() {
  return {"MarginalImprovement, trust 0.5",
          {{"plan, in n", 1.0}, {"price", 0.38}},
          [](const Values& values) -> FirstFire {
            return [=](const PlannedStage& stage) {
              const std::int64_t plan = share_of(stage.plan, values[0], 1);
              return detector(
                  LatestValue(),
                  MarginalImprovement({.plan = plan, .price = values[1], .trust = 0.5}))(stage);
            };
          }};
}

Rule rule_of_remaining_improvement() {
  const RemainingImprovement::Options standard;
  return {"RemainingImprovement",
          {{"share", standard.share}, {"tolerance", standard.tolerance}},
          [](const Values& values) {
            return detector(LatestValue(),
                            RemainingImprovement({.share = values[0], .tolerance = values[1]}));
          }};
}

Rule rule_of_paper() {
  const AutoDecay::Options standard;
  return {"AutoDecay",
          {{"half-life of beta", -1.0 / std::log2(standard.beta)},
           {"window", static_cast<double>(standard.window)},
           {"tolerance", standard.tolerance}},
          [](const Values& values) {
            return detector_of(
                AutoDecay({.beta = ExponentialMovingAverage::from_half_life(values[0]).beta(),
                           .window = whole(values[1]),
                           .tolerance = values[2]}));
          }};
}

Rule rule_of_patience() {
  const ReduceOnPlateau::Options standard;
  return {"ReduceOnPlateau",
          {{"patience", static_cast<double>(standard.patience)},
           {"relative_margin", standard.relative_margin}},
          [](const Values& values) {
            return detector_of(
                ReduceOnPlateau({.patience = whole(values[0]), .relative_margin = values[1]}));
          }};
}

Rule rule_of_improvement_test() {
  const ImprovementTest::Options standard;
  return {"ImprovementTest",
          {{"tolerance", standard.tolerance},
           {"lookahead", static_cast<double>(standard.lookahead)},
           {"significance", standard.significance}},
          [](const Values& values) {
            return detector(LatestValue(), ImprovementTest({.tolerance = values[0],
                                                            .lookahead = whole(values[1]),
                                                            .significance = values[2]}));
          }};
}

/// The default, then half and twice the default of each option.
Family settings_of(const Rule& rule) {
  Values standard;
  for (const Option& option : rule.options) standard.push_back(option.standard);
  Family family = {rule.name, {{"default", rule.detector_with(standard)}}};
  for (std::size_t i = 0; i < standard.size(); ++i)
    for (const double factor : {0.5, 2.0}) {
      Values values = standard;
      values[i] *= factor;
      family.settings.push_back({rule.options[i].name, rule.detector_with(values)});
    }
  return family;
}

std::string outcome_text(const Outcome& outcome) {
  return to_text(outcome.saved, 3) + " at " + to_text(outcome.regret, 3);
}

}  // namespace

TextRows option_costs(std::span<const RecordedStage> stages, std::span<const double> plan_factors) {
  const std::vector<std::vector<Outcome>> outcomes = all_outcomes(stages);
  TextRows rows = {{"rule", "option", "default", "at half of it", "at the default", "at twice it"}};
  for (const Rule& rule : {rule_of_planned(), rule_of_marginal_improvement(),
                           rule_of_half_a_trust(), rule_of_remaining_improvement(), rule_of_paper(),
                           rule_of_patience(), rule_of_improvement_test()}) {
    const Evaluation evaluation = evaluate(settings_of(rule), stages, outcomes, plan_factors);
    for (std::size_t i = 0; i < rule.options.size(); ++i)
      rows.push_back({rule.name, rule.options[i].name, support::rounded(rule.options[i].standard),
                      outcome_text(evaluation.means[1 + 2 * i]), outcome_text(evaluation.means[0]),
                      outcome_text(evaluation.means[2 + 2 * i])});
  }
  return rows;
}

}  // namespace detection
