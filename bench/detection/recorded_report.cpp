#include "detection/recorded_report.hpp"

#include "hindsight/frontier.hpp"
#include "support/csv_writer.hpp"
#include "support/files.hpp"
#include "support/text.hpp"

namespace detection {
namespace {

using support::TextRows;
using support::to_text;

constexpr const char* hindsight = "hindsight";

std::string cell(double value) { return to_text(value, 3); }

std::string cell(const Interval& interval) {
  return '[' + to_text(interval.low, 2) + ", " + to_text(interval.high, 2) + ']';
}

std::string cell(double value, const Interval& interval) {
  return cell(value) + ' ' + cell(interval);
}

/// The saving of each family at each limit and with its default, together with the regret.
TextRows savings_of(const RecordedResults& results) {
  std::vector<std::string> header = {"family", "settings"};
  std::vector<std::string> bound = {hindsight, ""};
  for (const double limit : results.limits) {
    header.push_back("saved at regret <= " + to_text(limit));
    bound.push_back(cell(saved_at(results.bound, limit)));
  }
  header.emplace_back("by default");
  bound.emplace_back();

  TextRows rows = {header, bound};
  auto score = results.scores.begin();
  for (const Evaluation& evaluation : results.evaluations) {
    rows.push_back({evaluation.family, to_text(evaluation.settings.size())});
    for (std::size_t i = 0; i <= results.limits.size(); ++i, ++score)
      rows.back().push_back(cell(score->mean.saved, score->saved) + " at " +
                            cell(score->mean.regret));
  }
  return rows;
}

/// The settings that give these savings.
TextRows settings_of(const RecordedResults& results) {
  TextRows rows = {{"family", "regret <=", "saved", "saved more than " + results.reference,
                    "regret", "setting"}};
  for (const Score& score : results.scores)
    rows.push_back(
        {score.family, score.limit, cell(score.mean.saved, score.saved),
         score.family == results.reference ? "" : cell(score.advantage, score.advantages),
         cell(score.mean.regret, score.regret), score.setting});
  return rows;
}

/// What a plan saves, rule by rule.
TextRows plan_worths_of(const RecordedResults& results) {
  TextRows rows = {{"with a plan", "without"}};
  for (const double limit : results.limits) rows[0].push_back("regret <= " + to_text(limit));
  for (std::size_t i = 0; i < results.plan_worths.size(); ++i) {
    const PlanWorth& worth = results.plan_worths[i];
    if (i % results.limits.size() == 0) rows.push_back({worth.planned, worth.other});
    rows.back().push_back(cell(worth.more, worth.interval));
  }
  return rows;
}

TextRows wrong_plans_of(const RecordedResults& results) {
  TextRows rows = {{"family", "default", "plan / length", "saved", "regret"}};
  for (const WrongPlan& plan : results.wrong_plans)
    rows.push_back({plan.family, plan.setting, cell(plan.factor), cell(plan.mean.saved),
                    cell(plan.mean.regret)});
  return rows;
}

}  // namespace

std::string stages_text(const RecordedResults& results) {
  return to_text(results.stages) + " stages of " + to_text(results.logs) + " logs from " +
         to_text(results.sources) + " sources";
}

std::string report_of(const RecordedResults& results, Layout layout) {
  std::string report = stages_text(results) + "; means over stages, 95 % intervals over sources\n" +
                       results.selection + "\n\n" + layout(savings_of(results)) + '\n' +
                       layout(settings_of(results));
  if (!results.plan_worths.empty())
    report +=
        "\nwhat a rule saves more with a plan than without\n\n" + layout(plan_worths_of(results));
  if (!results.wrong_plans.empty())
    report += "\nthe defaults with a plan that is always too long or too short\n\n" +
              layout(wrong_plans_of(results));
  return report;
}

void write_results(const RecordedResults& results, const std::filesystem::path& folder) {
  csv::Writer settings("family,setting,saved,regret,default");
  csv::Writer frontier("family,regret,saved,setting");
  for (const Outcome& corner : results.bound)
    frontier.row(hindsight, corner.regret, corner.saved, "");
  for (const Evaluation& evaluation : results.evaluations) {
    for (std::size_t i = 0; i < evaluation.settings.size(); ++i)
      settings.row(evaluation.family, evaluation.settings[i], evaluation.means[i].saved,
                   evaluation.means[i].regret, i == 0 ? 1 : 0);
    for (const std::size_t i : frontier_of(evaluation.means))
      frontier.row(evaluation.family, evaluation.means[i].regret, evaluation.means[i].saved,
                   evaluation.settings[i]);
  }
  csv::Writer scores(
      "family,limit,setting,saved,saved_low,saved_high,regret,regret_low,regret_high,advantage,"
      "advantage_low,advantage_high");
  for (const Score& s : results.scores)
    scores.row(s.family, s.limit, s.setting, s.mean.saved, s.saved.low, s.saved.high, s.mean.regret,
               s.regret.low, s.regret.high, s.advantage, s.advantages.low, s.advantages.high);

  settings.write(folder / "detection-settings.csv");
  frontier.write(folder / "detection-frontier.csv");
  scores.write(folder / "detection-scores.csv");
  support::write_atomically(folder / "detection.txt",
                            {report_of(results, support::left_aligned_text)});
  support::write_atomically(folder / "detection.md",
                            {report_of(results, support::left_aligned_markdown)});
}

}  // namespace detection
