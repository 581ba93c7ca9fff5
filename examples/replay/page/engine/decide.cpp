#include "engine/decide.hpp"

#include "consequence_json.hpp"
#include "engine/pytorch_code.hpp"
#include "replayer.hpp"
#include "report.hpp"
#include "support/registry.hpp"
#include "support/text.hpp"

#include <cmath>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include <autodecay/runtime/grammar.hpp>

namespace replay_page {
namespace {

using autodecay::Decision;
using nlohmann::ordered_json;
using namespace replay_tool;

template <typename Value>
ordered_json json_of(const std::optional<Value>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json json_of(const Answer& answer) {
  ordered_json decision{{"observation", answer.observation},
                        {"stage", answer.stage},
                        {"decision", to_string(answer.decision)},
                        {"level", answer.level},
                        {"reason", support::printed(answer.evidence, 3)},
                        {"steady", answer.steady}};
  add_consequence(decision, answer.consequence);
  return decision;
}

/// Keeps the decisions; of those that are only observed, the first of each kind in each stage.
class DecisionsReport final : public Report {
 public:
  explicit DecisionsReport(Rules rules) : rules_(rules) {}

  void begin(const Heading& /*heading*/) override {}
  void answer(const Answer& answer, const std::optional<Outlook>& /*outlook*/) override {
    if (answer.decision == Decision::hold) return;
    if (rules_.course == Course::observed && !seen_.insert({answer.decision, answer.stage}).second)
      return;
    Answer shown = answer;
    shown.evidence.decision = answer.decision;  // or hold, if it is only observed
    decisions_.push_back(json_of(shown));
    if (answer.consequence) consequences_.push_back(*answer.consequence);
  }
  void undecided(const Answer& /*last*/) override {}
  void end(const Ending& ending) override { ending_ = ending; }

  [[nodiscard]] const ordered_json& decisions() const { return decisions_; }
  [[nodiscard]] const std::vector<Consequence>& consequences() const { return consequences_; }
  [[nodiscard]] const Ending& ending() const { return ending_; }

 private:
  Rules rules_;
  std::set<std::pair<Decision, std::int64_t>> seen_;
  ordered_json decisions_ = ordered_json::array();
  std::vector<Consequence> consequences_;
  Ending ending_;
};

/// Replays the whole log into a report.
Replayer replayed(OpenedLog& opened, const AnyScheduler& scheduler, Rules rules, Report& report,
                  bool keep) {
  Replayer replayer(scheduler, rules, report, &opened.recorded(), keep);
  for (std::size_t i = 0; i < opened.log().losses.size(); ++i)
    replayer.observe(opened.log().losses[i], opened.log().rate(i));
  replayer.end();
  return replayer;
}

}  // namespace

ordered_json decide(OpenedLog& opened, const std::string& text, Rules rules) {
  const AnyScheduler scheduler = autodecay::runtime::parse(text, support::registry());
  DecisionsReport report(rules);
  Replayer replayer = replayed(opened, scheduler, rules, report, true);
  const MeanConsequence mean = mean_of(report.consequences(), opened.recorded().count());
  ordered_json decided{{"scheduler", autodecay::runtime::to_text(scheduler, support::registry())},
                       {"cpp", autodecay::runtime::to_cpp(scheduler, support::registry())},
                       {"pytorch", json_of(pytorch_code(scheduler))},
                       {"decisions", report.decisions()},
                       {"decays", replayer.decays()},
                       {"stops", replayer.stops()},
                       {"recorded_stages", opened.recorded().count()},
                       {"mean_saved", mean.saved},
                       {"mean_regret", json_of(mean.regret)},
                       {"outlook", nullptr}};
  if (report.ending().outlook) decided["outlook"] = support::printed(*report.ending().outlook, 3);
  opened.points = std::move(replayer).points();
  return decided;
}

std::string json_lines(OpenedLog& opened, const std::string& text, Rules rules) {
  std::ostringstream lines;
  const std::unique_ptr<Report> report = json_report(lines, rules);
  report->begin({.log = opened.path(), .column = opened.log().column});
  (void)replayed(opened, autodecay::runtime::parse(text, support::registry()), rules, *report,
                 false);
  return std::move(lines).str();
}

ordered_json inspect(const OpenedLog& opened, const std::string& text, std::int64_t observation) {
  const Rules rules{.course = Course::observed};
  Session session(autodecay::runtime::parse(text, support::registry()), rules);
  OutlookEstimator estimator;
  std::optional<Answer> answer;
  const auto count = static_cast<std::size_t>(observation);
  for (std::size_t i = 0; i < count; ++i) {
    const double loss = opened.log().losses[i];
    answer = session.observe(loss, opened.log().rate(i));
    if (std::isfinite(loss)) estimator.observe(answer->stage, answer->evidence.stability);
  }
  std::ostringstream line;
  line.precision(4);
  text_report(line, rules, "", false)->answer(*answer, estimator.outlook());
  return {{"observation", observation},
          {"loss", opened.log().losses[count - 1]},
          {"rate", opened.log().rate(count - 1)},
          {"text", std::move(line).str()}};
}

}  // namespace replay_page
