#include "comparison.hpp"

#include "comparison_report.hpp"
#include "replay.hpp"
#include "support/registry.hpp"
#include "support/usage_error.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <autodecay/runtime/registry.hpp>

using replay_tool::contenders;
using test::by_hand;
using test::Result;
using test::run;
using test::small_log;

namespace {

std::set<std::string> names_of(const std::vector<replay_tool::Contender>& all) {
  std::set<std::string> names;
  for (const replay_tool::Contender& one : all) names.insert(one.text);
  return names;
}

}  // namespace

TEST_CASE("every pipeline and every criterion of the loss takes part in a comparison") {
  using namespace autodecay::runtime;
  const Registry& registry = support::registry();
  const std::set<std::string> names = names_of(contenders({}));
  for (const auto& row : registry.rows<Policies>()) CHECK(names.contains(row.name));
  // A criterion is there by its name or in a pipeline, unless it combines others or only counts.
  std::set<std::string> used = {"all", "any", "at", "min_length"};
  for (const replay_tool::Contender& one : contenders({})) {
    const std::string text = registry.text_of(one.scheduler.stability(), false);
    used.insert(text.substr(0, text.find('(')));
  }
  for (const auto& row : registry.rows<AnyCriterion>()) {
    CAPTURE(row.name);
    CHECK(used.contains(row.name));
  }
}

TEST_CASE("the schedulers of the command line come last") {
  const auto all = contenders({"range(2)", "pytorch(3)"});
  CHECK(all[all.size() - 2].text == "range(2)");
  CHECK(all.back().text == "pytorch(3)");
  CHECK_THROWS_AS((void)contenders({"rage"}), support::UsageError);
}

TEST_CASE("--compare prints what each scheduler saves, and at which mean regret") {
  const TemporaryFolder folder;
  // The recorded stages have 5 and 3 observations. The first decision saves 2/5 of its stage at a
  // regret of 4/2 - 1, and the second nothing.
  folder.write("log.csv",
               "lr,train_loss\n0.1,8\n0.1,4\n0.1,4\n0.1,4\n0.1,1\n0.01,2\n0.01,1\n0.01,1\n");
  const Result table = run(folder, REPLAY " --compare log.csv" + by_hand + "--scheduler 'step(1)'");
  CHECK(table.err.empty());
  CHECK(table.out.starts_with(
      "log           log.csv, column train_loss\nobservations  8 in 2 recorded stages\n\n"
      "scheduler "));
  CHECK(table.out.find("\nauto ") != std::string::npos);
  CHECK(table.out.find(" drop(0.5, 0, first_level)  3 decay, 8 decay  20 %        50 %\n") !=
        std::string::npos);
  CHECK(table.out.find("\nstep(1)  ") != std::string::npos);

  std::istringstream json(run(folder, REPLAY " --compare log.csv --json" + by_hand).out);
  nlohmann::json last;
  for (std::string line; std::getline(json, line);) last = nlohmann::json::parse(line);
  CHECK(last.at("mean_saved") == 0.2);
  CHECK(last.at("mean_regret") == 0.5);
  CHECK(last.at("stages") == 2);
  CHECK(last.at("observations") == 8);
  CHECK(last.at("decisions").size() == 2);
  CHECK(last.at("decisions")[0].dump() ==
        R"({"decision":"decay","observation":3,"recorded":5,"regret":1.0,"saved":2})");
}

TEST_CASE("without recorded rates the log is one stage") {
  const TemporaryFolder folder;
  folder.write("log.csv", "train_loss\n8\n4\n4\n4\n2\n1\n1\n1\n");
  CHECK(run(folder, REPLAY " --compare log.csv" + by_hand).out.find("  3 decay    62.5 %  ") !=
        std::string::npos);
}

TEST_CASE("without a recorded stage, what is saved is undefined like the regret") {
  const TemporaryFolder folder;
  folder.write("log.csv", "lr,train_loss\n0.5,8\n0.4,4\n0.3,4\n0.2,2\n");
  const std::string out = run(folder, REPLAY " --compare log.csv" + by_hand).out;
  CHECK(out.find("observations  4 in 0 recorded stages\n") != std::string::npos);
  CHECK(out.find(" drop(0.5, 0, first_level)  3 decay    undefined   undefined\n") !=
        std::string::npos);
  CHECK(out.find(" 0 %") == std::string::npos);
  CHECK(out.ends_with(
      "\n\nthe log holds no learning rate for two observations in a row: there is no recorded "
      "stage, and what a decision saves is undefined\n"));
  const std::string json = run(folder, REPLAY " --compare log.csv --json").out;
  CHECK(json.find("\"mean_saved\":null,\"mean_regret\":null") != std::string::npos);
}

TEST_CASE("a line end in a scheduler's text leaves the columns in line") {
  const TemporaryFolder folder;
  folder.write("log.csv", small_log);
  std::istringstream lines(run(folder, REPLAY " --compare log.csv --scheduler 'ema |\nrange'").out);
  std::size_t column = 0;
  std::string last;
  for (std::string line; std::getline(lines, line); last = line)
    if (line.starts_with("scheduler ")) column = line.find("decisions");
  CHECK(last.starts_with("ema |\\nrange "));
  CHECK(last.substr(column).starts_with("none "));
}

TEST_CASE("a comparison of several logs has a table for each") {
  const TemporaryFolder folder;
  folder.write("a.csv", small_log);
  folder.write("b.csv", small_log);
  const std::string out = run(folder, REPLAY " --compare a.csv b.csv").out;
  CHECK(out.find("log           a.csv") == 0);
  CHECK(out.find("\n\nlog           b.csv") != std::string::npos);
}

TEST_CASE("--compare is refused where it makes no sense") {
  const TemporaryFolder folder;
  folder.write("log.csv", small_log);
  for (const std::string with : {"--observe", "--suggest"}) {
    CAPTURE(with);
    CHECK(run(folder, REPLAY " log.csv --compare " + with).status == 2);
  }
  CHECK(run(folder, "echo 1 | " REPLAY " --compare -").status == 2);
  CHECK(run(folder, REPLAY " log.csv --scheduler auto --scheduler keras").err ==
        "replay: several --scheduler need --compare or --suggest\n");
}
