#include "recorded_stages.hpp"

#include "recorded_rate.hpp"

#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::Consequence;
using replay_tool::mean_of;
using replay_tool::RecordedRate;
using replay_tool::RecordedStages;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The observations, from 0, at which a stage begins.
std::vector<int> beginnings(const std::vector<double>& rates) {
  RecordedRate rate;
  std::vector<int> found;
  for (int i = 0; i < static_cast<int>(rates.size()); ++i)
    if (rate.next(rates[static_cast<std::size_t>(i)])) found.push_back(i);
  return found;
}

}  // namespace

TEST_CASE("a recorded stage begins where a rate that was held changes") {
  CHECK(beginnings({0.1, 0.1, 0.01, 0.01, 0.001}) == std::vector{2, 4});
  CHECK(beginnings({unknown, 0.1, 0.1, 0.2, 0.2}) == std::vector{3});
  CHECK(beginnings({0.1, 0.2, 0.3, 0.3, 0.03}) == std::vector{4});     // after a warm-up
  CHECK(beginnings({0.5, 0.4, 0.3, 0.2, 0.1}) == std::vector<int>{});  // gradual
}

TEST_CASE("a decision saves the rest of its recorded stage") {
  const std::vector<double> losses = {9, 6, 6, 3, 3, 3, 2, 2};
  const std::vector<double> rates = {1, 1, 1, 1, 1, 1, 0.1, 0.1};
  RecordedStages stages(losses, rates);
  CHECK(stages.count() == 2);
  // The means of three are 8, 7, 5, 4, 3, 3.
  CHECK(stages.consequence_of(2) == Consequence{4, 6, 4.0 / 3.0});
  CHECK(stages.consequence_of(6) == Consequence{0, 6, 0.0});
  CHECK(stages.consequence_of(7) == Consequence{1, 2, 0.0});
  CHECK(RecordedStages(losses, {}).consequence_of(8) == Consequence{0, 8, 0.0});
}

TEST_CASE("a stage counts if its rate was held") {
  const std::vector<double> losses(6, 1.0);
  const auto count = [&](const std::vector<double>& rates) {
    return RecordedStages(losses, rates).count();
  };
  CHECK(count({}) == 1);
  CHECK(count({0.1, 0.2, 0.3, 0.3, 0.03, 0.03}) == 2);
  CHECK(count({0.3, 0.3, 0.3, 0.3, 0.3, 0.03}) == 1);  // one loss says nothing
  CHECK(count({0.6, 0.5, 0.4, 0.3, 0.2, 0.1}) == 0);
  const std::vector<double> rates = {0.1, 0.2, 0.3, 0.3, 0.03, 0.03};
  const RecordedStages stages(losses, rates);
  CHECK(stages.stage(0).held_from == 4);
  CHECK(stages.stage(1).held_from == 6);
}

TEST_CASE("a non-finite loss takes up a position and has the regret of the loss before it") {
  const std::vector<double> losses = {unknown, 6, unknown, 3, 3, 3};
  RecordedStages stages(losses, {});
  CHECK(stages.consequence_of(1) == Consequence{5, 6, {}});
  CHECK(stages.consequence_of(3) == Consequence{3, 6, 2.0 / 3.0});
}

TEST_CASE("the regret is not defined if the stage does not end above 0") {
  const std::vector<double> losses = {1, 0, -1, -1};
  CHECK_FALSE(RecordedStages(losses, {}).consequence_of(2).regret);
}

TEST_CASE("a consequence is printed with the regret in percent") {
  std::ostringstream out;
  out << Consequence{7, 82, 0.00091} << '\n' << Consequence{1, 2, {}};
  CHECK(out.str() ==
        "saves 7 of 82 observations at a regret of 0.09 %\n"
        "saves 1 of 2 observations at an undefined regret");
}

TEST_CASE("the mean is that over all stages, also those without a decision") {
  const std::vector<Consequence> consequences = {{.saved = 30, .recorded = 40, .regret = 0.5},
                                                 {.saved = 0, .recorded = 7, .regret = 0.25}};
  const auto mean = mean_of(consequences, 3);
  CHECK(mean.saved == 0.25);
  CHECK(mean.regret == 0.25);
  CHECK(mean_of({}, 3).saved == 0.0);
  CHECK(mean_of({}, 3).regret == 0.0);
  CHECK(mean_of({}, 0).saved == 0.0);
  CHECK_FALSE(mean_of({}, 0).regret.has_value());
}

TEST_CASE("the mean regret is not defined if that of a decision is not") {
  const std::vector<Consequence> consequences = {
      {.saved = 1, .recorded = 2, .regret = std::nullopt},
      {.saved = 1, .recorded = 2, .regret = 0.25}};
  CHECK(mean_of(consequences, 2).saved == 0.5);
  CHECK_FALSE(mean_of(consequences, 2).regret.has_value());
}

TEST_CASE("a stage of one observation is spelt so") {
  std::ostringstream text;
  text << Consequence{.saved = 0, .recorded = 1, .regret = 0.0};
  CHECK(text.str() == "saves 0 of 1 observation at a regret of 0 %");
}
