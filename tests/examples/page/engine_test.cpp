#include "comparison.hpp"
#include "engine/decide.hpp"
#include "engine/map.hpp"
#include "engine/opened_log.hpp"
#include "engine/registry_json.hpp"
#include "engine/view.hpp"
#include "examples/process.hpp"
#include "examples/replay.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/runtime/expression.hpp>

using namespace replay_page;
using replay_tool::Course;

namespace {

/// replay's own small log, with which it decays after 3 and 7, and stops after 9 (see replay.hpp).
const std::string small_windows = "latest | range(2, 0.1, 0) | drop(0.5, 0, first_level)";

struct Opened {
  explicit Opened(const std::string& text) {
    folder.write("log.csv", text);
    log.emplace((folder.path() / "log.csv").string(), replay_tool::Wanted{});
  }

  TemporaryFolder folder;
  std::optional<OpenedLog> log;
};

/// A warm-up, a stage of 70 losses with a NaN, one of 12 and one of 40, which fall less and less. Rules
/// that remember the best loss end them elsewhere than rules that forget it.
std::string three_stages() {
  const std::vector<double> losses = test::noisy_descent(125);
  std::ostringstream text;
  text << "learning_rate,train_loss\n";
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const double rate = i < 3    ? 0.03 * static_cast<double>(i)
                        : i < 73 ? 0.1
                        : i < 85 ? 0.01
                                 : 0.001;
    text << rate << ',';
    if (i == 20)
      text << "nan\n";
    else
      text << losses[i] * (i < 73 ? 1.0 : i < 85 ? 0.8 : 0.7) << '\n';
  }
  return text.str();
}

/// A stage of 60 losses at one rate, which rest after 20.
std::string long_stage() {
  std::ostringstream text;
  text << "learning_rate,train_loss\n";
  for (int i = 1; i <= 60; ++i) text << "0.1," << (i < 20 ? 20.0 / i : 1.0) << '\n';
  return text.str();
}

}  // namespace

TEST_CASE("a decision has its reason, what it saves, and the codes of the scheduler") {
  Opened opened(test::small_log);
  const auto decided = decide(*opened.log, small_windows, {});
  REQUIRE(decided["decisions"].size() == 3);
  const auto& first = decided["decisions"][0];
  CHECK(first["observation"] == 3);
  CHECK(first["decision"] == "decay");
  CHECK(first["saved"] == 1);
  CHECK(first["recorded"] == 4);
  CHECK(first["reason"] == "decay after 3 observations of stage 1: spread 0 < 0.1");
  CHECK(decided["decisions"][2]["decision"] == "stop");
  CHECK(decided["decays"] == 2);
  CHECK(decided["stops"] == 1);
  CHECK(decided["recorded_stages"] == 3);
  CHECK(decided["mean_saved"] == doctest::Approx((1.0 / 4 + 0.0 + 2.0 / 4) / 3).epsilon(1e-12));
  CHECK(decided["scheduler"] ==
        "latest | range(window=2, tolerance=0.1, epsilon=0) | drop(ratio=0.5, epsilon=0, "
        "reference=first_level) | scale");
  CHECK(decided["cpp"].get<std::string>().starts_with("Scheduler{LatestValue{}, RelativeRange({"));
  CHECK(decided["pytorch"].is_null());
  CHECK(opened.log->points.size() == 8);
  CHECK(decide(*opened.log, "auto(window=7)", {})["cpp"] == "AutoDecay({.window = 7})");
}

TEST_CASE("decisions that are only observed are listed once per kind and stage") {
  Opened opened(test::small_log);
  const auto decided = decide(*opened.log, small_windows, {.course = Course::observed});
  std::vector<int> observations;
  for (const auto& decision : decided["decisions"])
    observations.push_back(decision["observation"].get<int>());
  CHECK(observations == std::vector{3, 7, 9});
  CHECK(decided["decays"] == 3);
}

TEST_CASE("the JSON is that of replay") {
  Opened opened(test::small_log);
  for (const auto& [course, option] :
       {std::pair{Course::recorded, ""}, std::pair{Course::observed, " --observe"}}) {
    CAPTURE(option);
    const test::Result replayed = test::run(
        opened.folder, REPLAY " log.csv --json --scheduler '" + small_windows + "'" + option);
    std::string expected = replayed.out;
    std::string own = json_lines(*opened.log, small_windows, {.course = course});
    for (std::size_t at; (at = own.find(opened.folder.path().string() + '/')) != own.npos;)
      own.erase(at, opened.folder.path().string().size() + 1);
    CHECK(own == expected);
    CHECK_FALSE(own.empty());
  }
}

TEST_CASE("an observation is read as replay --observe prints it") {
  Opened opened(test::small_log);
  const auto read = inspect(*opened.log, small_windows, 3);
  CHECK(read["loss"] == 4.0);
  CHECK(read["rate"] == 0.1);
  CHECK(read["text"] == "observation 3, stage 1: level 4, spread 0 < 0.1: would decay here\n");
}

TEST_CASE("a text that names no scheduler is an error that shows where") {
  Opened opened(test::small_log);
  CHECK(test::message<autodecay::runtime::GrammarError>([&] {
          (void)decide(*opened.log, "auto(wimdow=3)", {});
        }).find("auto has no option 'wimdow'") != std::string::npos);
}

TEST_CASE("a view holds what its columns need, and keeps extremes") {
  std::ostringstream text;
  text << "train_loss\n";
  for (int i = 1; i <= 1000; ++i) text << (i == 500 ? 9999 : 2000 - i) << '\n';
  Opened opened(text.str());
  (void)decide(*opened.log, "latest", {.course = Course::observed});
  const std::vector<double> all = view(*opened.log, {1, 1000}, 100);
  const auto losses = static_cast<std::size_t>(all[0]);
  CHECK(losses == 2 * 200);
  CHECK(std::find(all.begin() + 1, all.begin() + 1 + static_cast<std::ptrdiff_t>(losses), 9999.0) !=
        all.begin() + 1 + static_cast<std::ptrdiff_t>(losses));
  CHECK(all[losses + 1] == 3 * 200);
  CHECK(all.back() == 0.0);  // no rate

  const std::vector<double> part = view(*opened.log, {10, 12}, 100);
  CHECK(part == std::vector<double>{6, 10, 1990, 11, 1989, 12, 1988,           // losses
                                    9, 10, 1990, 1, 11, 1989, 1, 12, 1988, 1,  // levels
                                    0});
  CHECK(view(*opened.log, {2000, 5000}, 100).front() == 2.0);  // clamped to the last
}

TEST_CASE("the map has 1,024 settings of the paper's rule, within the bound of hindsight") {
  Opened opened(long_stage());
  const replay_tool::Family family = replay_tool::family_of("auto", map_grid());
  const auto outcomes = map_outcomes(family, {&*opened.log});
  CHECK(outcomes.size() == 1 + 1024);
  const auto bound = bound_of({&*opened.log}, 0.25, 26);
  CHECK(bound.size() == 26);
  CHECK(bound[1].regret == doctest::Approx(0.01).epsilon(1e-12));
  bool saves = false;
  for (const auto& [mean, worst_regret] : outcomes) {
    saves = saves || mean.saved > 0.4;
    if (mean.regret <= 0.01) CHECK(mean.saved <= bound[1].saved + 1e-12);
    CHECK(worst_regret == mean.regret);  // of the only stage
  }
  CHECK(saves);

  Opened gradual("learning_rate,train_loss\n0.3,3\n0.2,2\n0.1,1\n");
  CHECK(test::message<std::runtime_error>([&] { (void)map_outcomes(family, {&*gradual.log}); }) ==
        replay_tool::nothing_to_learn_from);
}

TEST_CASE("the map has the numbers of the decision for every setting, also across stages") {
  Opened opened(three_stages());
  for (const std::string& scheduler : replay_tool::searched_schedulers()) {
    const replay_tool::Family family = replay_tool::family_of(scheduler, map_grid());
    const auto outcomes = map_outcomes(family, {&*opened.log});
    for (std::size_t i = 0; i < outcomes.size(); i += 1 + outcomes.size() / 40) {
      CAPTURE(family.settings[i].text);
      const auto decided = decide(*opened.log, family.settings[i].text, {});
      CHECK(decided["recorded_stages"] == 3);
      CHECK(decided["mean_saved"].get<double>() ==
            doctest::Approx(outcomes[i].mean.saved).epsilon(1e-12));
      CHECK(decided["mean_regret"].get<double>() ==
            doctest::Approx(outcomes[i].mean.regret).epsilon(1e-12));
      double worst = 0.0;
      for (const auto& decision : decided["decisions"])
        if (!decision["regret"].is_null())
          worst = std::max(worst, decision["regret"].get<double>());
      CHECK(worst == outcomes[i].worst_regret);
    }
  }
}

TEST_CASE("the registry's JSON describes every option for a slider") {
  const auto registry = registry_json();
  for (const char* const kind : {"pipelines", "averages", "criteria", "drops", "actions"})
    CHECK(registry[kind].size() >= 2);
  const auto& window = registry["pipelines"][0]["options"][1];
  CHECK(registry["pipelines"][0]["name"] == "auto");
  CHECK(window["name"] == "window");
  CHECK(window["value"] == "5");
  CHECK(window["least"] == 2.0);
  CHECK(window["unit"] == "observations");
  for (const auto& row : registry["criteria"]) CHECK(row["name"] != "all");
}

TEST_CASE("the families that PyTorch has are those with its rule at every setting") {
  std::vector<std::string> names;
  for (const auto& family : families_json())
    if (family["pytorch"]) names.push_back(family["name"]);
  CHECK(names == std::vector<std::string>{"pytorch", "keras", "optax"});
}

TEST_CASE("a log is described with what replay warns of") {
  Opened opened("epoch,loss,val_loss\n1,2,3\n2,nan,3\n");
  const auto description = opened.log->description();
  CHECK(description["column"] == "loss");
  CHECK(description["observations"] == 2);
  CHECK(description["nonfinite"] == 1);
  CHECK(description["rates"] == false);
  CHECK(description["chosen"] == true);
  CHECK(description["others"] == std::vector<std::string>{"epoch", "val_loss"});
  CHECK(description["accuracy"] == false);
  CHECK(description["best_value"].is_null());
  CHECK(description["noise"].is_null());
}
