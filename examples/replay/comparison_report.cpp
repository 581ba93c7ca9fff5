#include "comparison_report.hpp"

#include "consequence_json.hpp"
#include "support/printable.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>

#include <nlohmann/json.hpp>

#include <autodecay/number_text.hpp>

namespace replay_tool {
namespace {

using Json = nlohmann::ordered_json;
using Row = std::array<std::string, 4>;

Row row_of(const Performance& performance) {
  const MeanConsequence& mean = performance.mean;
  return {performance.scheduler, decisions_text(performance), percent(mean.saved),
          mean.regret ? percent(*mean.regret) : "undefined"};
}

Json json_of(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

Json json_of(const Answer& answer) {
  Json decision{{"observation", answer.observation}, {"decision", to_string(answer.decision)}};
  add_consequence(decision, answer.consequence);
  return decision;
}

}  // namespace

std::string percent(double share) {
  return autodecay::to_text(std::round(1000.0 * share) / 10.0) + " %";
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
      << "observations  " << comparison.observations << " in " << comparison.stages
      << (comparison.stages == 1 ? " recorded stage" : " recorded stages") << "\n\n";
  std::vector<Row> rows = {{"scheduler", "decisions", "mean saved", "mean regret"}};
  for (const Performance& performance : comparison.performances)
    rows.push_back(row_of(performance));
  Row::size_type last = rows[0].size() - 1;
  std::array<std::size_t, 4> widths{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < last; ++i) widths[i] = std::max(widths[i], row[i].size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < last; ++i)
      out << support::printable(row[i]) << std::string(widths[i] - row[i].size() + 2, ' ');
    out << row[last] << '\n';
  }
  if (!comparison.has_rates)
    out << "\nthe log records no learning rate: the table takes it for one stage at a constant "
           "rate, "
           "and says nothing if the rate changed\n";
}

void print_json(std::ostream& out, const Comparison& comparison) {
  for (const Performance& performance : comparison.performances) {
    Json decisions = Json::array();
    for (const Answer& answer : performance.decisions) decisions.push_back(json_of(answer));
    const Json line{{"scheduler", performance.scheduler},
                    {"mean_saved", performance.mean.saved},
                    {"mean_regret", json_of(performance.mean.regret)},
                    {"stages", comparison.stages},
                    {"observations", comparison.observations},
                    {"decisions", decisions},
                    {"log", comparison.log}};
    out << line.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
}

}  // namespace replay_tool
