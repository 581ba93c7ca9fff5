#include "comparison_report.hpp"

#include "consequence_json.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"
#include "support/text_table.hpp"

#include <cmath>
#include <ostream>

#include <nlohmann/json.hpp>

#include <autodecay/number_text.hpp>

namespace replay_tool {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

Json json_of(const Answer& answer) {
  Json decision{{"observation", answer.observation}, {"decision", to_string(answer.decision)}};
  add_consequence(decision, answer.consequence);
  return decision;
}

}  // namespace

std::optional<double> Comparison::saved_by(const Performance& performance) const {
  return stages > 0 ? std::optional(performance.mean.saved) : std::nullopt;
}

std::string percent(std::optional<double> share) {
  return share ? autodecay::to_text(std::round(1000.0 * *share) / 10.0) + " %" : "undefined";
}

std::string decisions_text(const Performance& performance) {
  constexpr std::size_t most = 5;
  const std::vector<Answer>& decisions = performance.decisions;
  const std::size_t shown = decisions.size() > most ? most - 1 : decisions.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i)
    text.append(i == 0 ? "" : ", ")
        .append(std::to_string(decisions[i].observation) + ' ')
        .append(to_string(decisions[i].decision));
  if (shown < decisions.size())
    text += " and " + std::to_string(decisions.size() - shown) + " more";
  return text.empty() ? "none" : text;
}

void print_table(std::ostream& out, const Comparison& comparison) {
  out << "log           " << support::printable(comparison.log) << ", column "
      << support::printable(comparison.column) << '\n'
      << "observations  " << comparison.observations << " in "
      << support::count_of(comparison.stages, "recorded stage") << "\n\n";
  support::TextRows rows = {{"scheduler", "decisions", "mean saved", "mean regret"}};
  for (const Performance& one : comparison.performances)
    rows.push_back({support::printable(one.scheduler), decisions_text(one),
                    percent(comparison.saved_by(one)), percent(one.mean.regret)});
  out << support::left_aligned_text(rows);
  if (!comparison.has_rates)
    out << "\nthe log records no learning rate: the table takes it for one stage at a constant "
           "rate, and says nothing if the rate changed\n";
  else if (comparison.stages == 0)
    out << "\nthe log holds no learning rate for two observations in a row: there is no recorded "
           "stage, and what a decision saves is undefined\n";
}

void print_json(std::ostream& out, const Comparison& comparison) {
  for (const Performance& performance : comparison.performances) {
    Json decisions = Json::array();
    for (const Answer& answer : performance.decisions) decisions.push_back(json_of(answer));
    const Json line{{"scheduler", performance.scheduler},
                    {"mean_saved", json_of(comparison.saved_by(performance))},
                    {"mean_regret", json_of(performance.mean.regret)},
                    {"stages", comparison.stages},
                    {"observations", comparison.observations},
                    {"decisions", decisions},
                    {"log", comparison.log}};
    out << line.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
}

}  // namespace replay_tool
