#include "detection/selection.hpp"

#include "support/message.hpp"

#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace detection;

namespace {

// The second setting saves more and costs more, on either of two stages.
const Evaluation evaluation = {"rule",
                               {"slow", "fast"},
                               {{{0.1, 0.01}, {0.2, 0.01}}, {{0.5, 0.2}, {0.6, 0.3}}},
                               {{0.15, 0.01}, {0.55, 0.25}}};
const std::vector<std::string> sources = {"a", "b"};

csv::Table table(const std::string& rows) {
  return csv::parse("family,limit,setting\n" + rows, "scores.csv");
}

}  // namespace

TEST_CASE("a table's settings are used, whatever they cost here") {
  const Selection selection =
      from_table(table("rule,0.02,fast\nrule,0.1,never\nrule,default,slow\nother,0.02,slow\n"));
  CHECK(selection.description == "settings chosen on other stages");
  CHECK(selection.choose(evaluation, sources, 0.02).setting == "fast");
  CHECK(selection.choose(evaluation, sources, 0.02).outcomes == evaluation.outcomes[1]);
  CHECK(selection.choose(evaluation, sources, 0.1).outcomes == std::vector<Outcome>(2));
  CHECK(on_same_stages().choose(evaluation, sources, 0.02).setting == "slow");
}

TEST_CASE("errors name the table, and what it lacks") {
  const auto error = [](const csv::Table& scores, double limit) {
    return test::message<csv::FileError>(
        [&] { (void)from_table(scores).choose(evaluation, sources, limit); });
  };
  CHECK(error(table("rule,0.02,fast\n"), 0.05) ==
        "scores.csv: has no setting of rule for a regret of at most 0.05");
  CHECK(error(table("rule,0.02,fast\nrule,0.05,ema\n"), 0.05) ==
        "scores.csv:3: rule has no setting ema");
  CHECK(error(csv::parse("family,setting\nrule,fast\n", "scores.csv"), 0.05)
            .starts_with("scores.csv"));
}
