#include "detection/evaluation.hpp"

#include "detection/recorded.hpp"
#include "support/csv.hpp"
#include "support/message.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace detection;

namespace {

RecordedStage stage(const std::string& file, const std::vector<double>& losses) {
  return {.file = file, .line = 2, .losses = losses, .repository = {}};
}

/// Fires after the given row, or never if it is 0.
Setting after(std::size_t row) {
  return {"after " + std::to_string(row), [row](const PlannedStage&) {
            return row == 0 ? std::nullopt : std::optional<std::size_t>(row);
          }};
}

// Smoothed over 3 rows, the losses are 16, 10, 4, 4, 4, 4; all 4; and 6, 6, 5, 4, 3, 3.
const std::vector<RecordedStage> three_stages = {stage("a__1.csv", {20.0, 8.0, 2.0, 2.0, 8.0, 2.0}),
                                                 stage("a__2.csv", {4.0, 4.0, 4.0, 4.0, 4.0, 4.0}),
                                                 stage("b__1.csv", {6.0, 6.0, 6.0, 3.0, 3.0, 3.0})};

const std::vector<double> exact_plan = {1.0};

Evaluation evaluation_of(const std::vector<Setting>& settings) {
  return evaluate({"family", settings}, three_stages, all_outcomes(three_stages), exact_plan);
}

}  // namespace

TEST_CASE("the outcomes of a setting are those of the rows at which it fires") {
  const Evaluation evaluation = evaluation_of({after(0), after(3)});
  const auto outcomes = all_outcomes(three_stages);
  REQUIRE(evaluation.outcomes.size() == 2);
  for (std::size_t i = 0; i < three_stages.size(); ++i) {
    CHECK(evaluation.outcomes[0][i] == Outcome{0.0, 0.0});
    CHECK(evaluation.outcomes[1][i] == outcomes[i][2]);
  }
  CHECK(evaluation.means[1].saved == 0.5);
  CHECK(evaluation.settings == std::vector<std::string>{"after 0", "after 3"});
}

TEST_CASE("with several plans, an outcome is the mean over them") {
  const Setting half = {"half", [](const PlannedStage& stage) -> std::optional<std::size_t> {
                          return static_cast<std::size_t>(stage.plan / 2.0);
                        }};
  const std::vector<double> factors = {2.0, 1.0};  // fires after all 6 losses, and after 3
  const auto outcomes = all_outcomes(three_stages);
  const Evaluation evaluation = evaluate({"family", {half}}, three_stages, outcomes, factors);
  for (std::size_t i = 0; i < three_stages.size(); ++i) {
    CHECK(evaluation.outcomes[0][i].saved == 0.25);
    CHECK(evaluation.outcomes[0][i].regret == outcomes[i][2].regret / 2.0);
  }
}

TEST_CASE("the best setting stays within the limit, and the first setting is the default") {
  const Evaluation evaluation = evaluation_of({after(5), after(1), after(6), after(2)});
  CHECK(choose_default(evaluation).setting == "after 5");
  CHECK(choose_best(evaluation, 100.0).setting == "after 1");
  CHECK(choose_best(evaluation, evaluation.means[3].regret).setting == "after 2");
  CHECK(choose_best(evaluation, 0.0).setting == "after 5");
  CHECK(choose_best(evaluation, 0.0).outcomes == evaluation.outcomes[0]);
}

TEST_CASE("a detector without a setting within the limit is not used") {
  const Choice choice = choose_best(evaluation_of({after(1)}), 0.0);
  CHECK(choice.setting == "never");
  CHECK(choice.outcomes == std::vector<Outcome>(3));
}

TEST_CASE("a setting is chosen by its text") {
  const Evaluation evaluation = evaluation_of({after(5), after(1)});
  CHECK(choose_named(evaluation, "after 1").outcomes == evaluation.outcomes[1]);
  CHECK(choose_named(evaluation, "never").outcomes == std::vector<Outcome>(3));
  CHECK(test::message<std::invalid_argument>([&] { (void)choose_named(evaluation, "after 2"); }) ==
        "family has no setting after 2");
}

TEST_CASE("settings for a held-out source are chosen without its stages") {
  const std::vector<std::string> sources = {"a", "a", "b"};
  const Evaluation evaluation = evaluation_of({after(1), after(3), after(4), after(6)});
  // On a alone, ending after row 3 costs nothing. On b alone, row 5 is the first that costs
  // nothing.
  const auto best_on = [&](const std::vector<std::size_t>& which, double limit) {
    std::size_t best = 3;
    for (std::size_t k = 4; k-- > 0;) {
      Outcome sum;
      for (const std::size_t i : which) sum.regret += evaluation.outcomes[k][i].regret;
      if (sum.regret <= limit * static_cast<double>(which.size())) best = k;
    }
    return best;
  };
  for (const double limit : {0.0, 0.1, 0.4, 0.6, 1.0}) {
    const Choice choice = choose_held_out(evaluation, sources, limit);
    const std::size_t for_a = best_on({2}, limit);
    const std::size_t for_b = best_on({0, 1}, limit);
    CHECK(choice.outcomes[0] == evaluation.outcomes[for_a][0]);
    CHECK(choice.outcomes[1] == evaluation.outcomes[for_a][1]);
    CHECK(choice.outcomes[2] == evaluation.outcomes[for_b][2]);
    CHECK(choice.setting.ends_with(for_a == for_b ? "(2 of 2)" : "(1 of 2)"));
  }
}

TEST_CASE(
    "a comparison has a score for each family and limit, and for the default of each family") {
  const std::vector<Family> families = {{"first", {after(3), after(6)}},
                                        {"second", {after(6), after(2)}}};
  const RecordedResults results =
      compare_on(three_stages, families, exact_plan, {0.0, 10.0}, on_same_stages(), "first");
  CHECK(results.stages == 3);
  CHECK(results.logs == 3);
  CHECK(results.sources == 2);
  REQUIRE(results.scores.size() == 6);
  CHECK(results.scores[1].limit == "10");
  CHECK(results.scores[1].setting == "after 3");
  CHECK(results.scores[2].limit == "default");
  const Score& second = results.scores[4];
  CHECK(second.family == "second");
  CHECK(second.setting == "after 2");
  CHECK(second.mean.saved == doctest::Approx(4.0 / 6.0).epsilon(1e-12));
  CHECK(second.advantage == doctest::Approx(1.0 / 6.0).epsilon(1e-12));
  CHECK(second.advantages.low == doctest::Approx(1.0 / 6.0).epsilon(1e-12));
  CHECK(results.scores[0].advantage == 0.0);
  const RecordedResults reversed =
      compare_on(three_stages, families, exact_plan, {0.0, 10.0}, on_same_stages(), "second");
  CHECK(reversed.scores[1].advantage == -second.advantage);
  CHECK(reversed.scores[4].advantage == 0.0);
  CHECK(results.plan_worths.empty());
  CHECK(results.wrong_plans.empty());
}

TEST_CASE("a comparison says what a plan is worth, and what a wrong one costs by default") {
  const auto after_plan = [](std::string text, double share) {
    return Setting{std::move(text), [share](const PlannedStage& stage) {
                     return std::optional(static_cast<std::size_t>(share * stage.plan));
                   }};
  };
  const std::vector<Family> families = {
      {"rule", {after(6), after(3)}},
      {"rule(n)", {after_plan("after n/3", 1.0 / 3.0), after_plan("after 2n/3", 2.0 / 3.0)}}};
  const RecordedResults results =
      compare_on(three_stages, families, std::vector{1.5, 0.5}, {10.0}, on_same_stages(), "rule");
  REQUIRE(results.plan_worths.size() == 1);
  CHECK(results.plan_worths[0].planned == "rule(n)");
  CHECK(results.plan_worths[0].other == "rule");
  CHECK(results.plan_worths[0].more == doctest::Approx(1.0 / 6.0).epsilon(1e-12));
  // With plans of 9 and 3 of 6 losses, the default ends a stage after 3 and 1.
  REQUIRE(results.wrong_plans.size() == 2);
  CHECK(results.wrong_plans[0].family == "rule(n)");
  CHECK(results.wrong_plans[0].factor == 1.5);
  CHECK(results.wrong_plans[0].mean.saved == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(results.wrong_plans[1].mean.saved == doctest::Approx(5.0 / 6.0).epsilon(1e-12));
}

TEST_CASE("a planned family is compared with the rule that knows no plan") {
  CHECK(without_plan("PyTorch(n)") == "PyTorch");
  CHECK(without_plan("MarginalImprovement(n)") == "RemainingImprovement");
  CHECK(without_plan("MarginalImprovement(roughly-n)").empty());
  CHECK(without_plan("PyTorch").empty());
}

TEST_CASE("the error for a stage that ends at a non-positive loss names its line") {
  const std::vector<RecordedStage> bad = {stage("a.csv", {1.0, 0.0, 0.0})};
  CHECK(test::message<csv::FileError>([&] { (void)all_outcomes(bad); }) ==
        "a.csv:2: stage: its smoothed last loss must be greater than 0, got 0");
}
