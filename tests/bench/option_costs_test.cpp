#include "detection/option_costs.hpp"

#include "detection/evaluation.hpp"
#include "support/losses.hpp"
#include "support/text.hpp"
#include "support/text_table.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace detection;
using support::TextRows;

namespace {

const std::vector<double> exact_plan = {1.0};

/// The stages' losses all differ, and their lengths are even.
std::vector<RecordedStage> stages() {
  std::vector<RecordedStage> result;
  for (const int length : {60, 100, 200})
    result.push_back(
        {.file = "a.csv", .line = 2, .losses = test::noisy_descent(length), .repository = {}});
  return result;
}

const std::vector<std::string>& row_of(const TextRows& rows, const std::string& rule,
                                       const std::string& option) {
  return *std::find_if(rows.begin(), rows.end(), [&](const std::vector<std::string>& row) {
    return row[0] == rule && row[1] == option;
  });
}

/// What the default of a family saves, and at which regret.
std::string default_of(const std::vector<Family>& families, const std::string& name) {
  const auto family = std::find_if(families.begin(), families.end(),
                                   [&](const Family& each) { return each.name == name; });
  const std::vector<RecordedStage> all = stages();
  const Outcome mean = evaluate(*family, all, all_outcomes(all), exact_plan).means.front();
  return support::to_text(mean.saved, 3) + " at " + support::to_text(mean.regret, 3);
}

}  // namespace

TEST_CASE("the table of the options has the defaults of the families") {
  const TextRows rows = option_costs(stages(), exact_plan);
  CHECK(row_of(rows, "AutoDecay::planned", "window")[4] ==
        default_of(planned_families(), "paper(n)"));
  CHECK(row_of(rows, "MarginalImprovement", "price")[4] ==
        default_of(planned_families(), "MarginalImprovement(n)"));
  CHECK(row_of(rows, "RemainingImprovement", "share")[4] ==
        default_of(unplanned_families(), "RemainingImprovement"));
  CHECK(row_of(rows, "AutoDecay", "tolerance")[4] == default_of(unplanned_families(), "paper"));
  CHECK(row_of(rows, "ReduceOnPlateau", "patience")[4] ==
        default_of(unplanned_families(), "patience"));
  CHECK(row_of(rows, "AutoDecay", "half-life of beta")[2] == "6.58");
}

TEST_CASE("half the plan has the effect of twice the price") {
  const TextRows rows = option_costs(stages(), exact_plan);
  const std::vector<std::string>& plan = row_of(rows, "MarginalImprovement", "plan, in n");
  const std::vector<std::string>& price = row_of(rows, "MarginalImprovement", "price");
  CHECK(plan[3] == price[5]);
  CHECK(plan[5] == price[3]);
  CHECK(price[3] != price[4]);
  CHECK(price[4] != price[5]);
}
