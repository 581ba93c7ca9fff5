#include "suggestion.hpp"

#include "judged_stages.hpp"
#include "replay.hpp"
#include "support/csv.hpp"
#include "support/message.hpp"

#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::Log;
using replay_tool::parse_search;
using replay_tool::SearchTexts;
using replay_tool::Suggestion;
using replay_tool::UsageError;

namespace {

/// 10, 8, 6, 4, 2 and then 1, 25 times.
std::vector<double> fall_and_rest() {
  std::vector<double> losses = {10, 8, 6, 4, 2};
  losses.resize(30, 1.0);
  return losses;
}

Log at_one_rate(std::vector<double> losses) {
  const std::vector<double> rates(losses.size(), 0.1);
  return {.losses = std::move(losses), .learning_rates = rates};
}

std::string printed(const Suggestion& suggestion) {
  std::ostringstream out;
  suggestion.print(out);
  return out.str();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the setting that saves most within the allowed regret is suggested") {
  // Without smoothing, 1 1 is detected at observation 7 and 1 1 1 at 8, which saves 23 or 22 of 30.
  // With a tolerance of 0.3, 10 8 is detected at 2, where the mean over three losses is 8 times
  // that at the end.
  Suggestion suggestion(
      parse_search({.regret = 0.0, .betas = "0", .windows = "2,3", .tolerances = "0.1,0.3"}),
      {"auto"});
  suggestion.add(at_one_rate(fall_and_rest()), "log");
  const std::string text = printed(suggestion);
  CHECK(contains(text, "learned from  1 recorded stage in 1 log\n"));
  CHECK(contains(text, "tried         5 settings of 1 scheduler, within a mean regret of 0 %\n"));
  CHECK(contains(text,
                 "suggested     --scheduler \"auto(beta=0, window=2, tolerance=0.1)\"\n"
                 "              saves 76.7 % of a stage at a mean regret of 0 %\n"));

  Suggestion bold(
      parse_search({.regret = 7.0, .betas = "0", .windows = "2,3", .tolerances = "0.1,0.3"}),
      {"auto"});
  bold.add(at_one_rate(fall_and_rest()), "log");
  CHECK(contains(printed(bold),
                 "suggested     --scheduler \"auto(beta=0, window=2, tolerance=0.3)\"\n"
                 "              saves 93.3 % of a stage at a mean regret of 700 %\n"));
}

TEST_CASE("every stage at a rate that was held counts; non-finite losses are passed over") {
  std::vector<double> losses = fall_and_rest();
  losses.insert(losses.begin() + 6, std::numeric_limits<double>::quiet_NaN());
  Log log = at_one_rate(losses);
  for (int i = 0; i < 4; ++i) {
    log.losses.push_back(0.5);
    log.learning_rates.push_back(0.01);
  }
  Suggestion suggestion(parse_search({.betas = "0", .windows = "3", .tolerances = "0.1"}),
                        {"auto"});
  suggestion.add(log, "log");
  suggestion.add({.losses = {3.0, 2.0, 1.0}, .learning_rates = {0.3, 0.2, 0.1}}, "gradual");
  suggestion.add({.losses = fall_and_rest()}, "without rates");
  const std::string text = printed(suggestion);
  CHECK(contains(text,
                 "learned from  3 recorded stages in 2 logs; 1 log without a stage in which the "
                 "learning rate was held\n"));
  // 1 1 1 ends after row 9 of 31 and after 8 of 30, and 0.5 0.5 0.5 after 3 of 4.
  CHECK(contains(text, "saves 56.4 % of a stage at a mean regret of 0 %\n"));
}

TEST_CASE("with several logs, the choice is tested on held-out logs") {
  Suggestion suggestion(parse_search({.betas = "0", .windows = "3", .tolerances = "0.1,10"}),
                        {"auto"});
  suggestion.add(at_one_rate(fall_and_rest()), "a");
  suggestion.add(at_one_rate(std::vector<double>(30, 1.0)), "b");
  const std::string text = printed(suggestion);
  // On the constant losses alone, both tolerances detect a plateau at 3, and the first is chosen.
  CHECK(contains(text,
                 "held out      chosen for each log on the other logs\n"
                 "              saves 81.7 % of a stage at a mean regret of 0 %\n"));
}

TEST_CASE("there may be no setting within the allowed regret") {
  Suggestion suggestion(
      parse_search({.regret = 0.1, .betas = "0", .windows = "2", .tolerances = "0.3"}),
      {"latest | range(2, 0.3)"});
  suggestion.add(at_one_rate(fall_and_rest()), "log");
  CHECK(contains(printed(suggestion), "suggested     none: every setting has more regret\n"));
}

TEST_CASE("a setting that saves nothing is not suggested") {
  Suggestion suggestion(parse_search({}), {"step(30)", "latest | every(30)"});
  suggestion.add(at_one_rate(fall_and_rest()), "log");
  const std::string text = printed(suggestion);
  CHECK(contains(text, "suggested     none saves anything within this regret\n"));
  CHECK(contains(text, "\n  step(30)\n    none saves anything within this regret\n"));
}

TEST_CASE("only the library's own first scheduler is called the default") {
  const SearchTexts few = {.betas = "0", .windows = "3", .tolerances = "0.1"};
  Suggestion given(parse_search(few), {"step(3)"});
  given.add(at_one_rate(fall_and_rest()), "log");
  CHECK(contains(printed(given), "\nas given      --scheduler \"step(3)\"\n"));
  Suggestion usual(parse_search(few), {});
  usual.add(at_one_rate(fall_and_rest()), "log");
  CHECK(contains(printed(usual), "\nthe default   --scheduler \"auto\"\n"));
}

TEST_CASE("logs without a usable stage are named or counted by their reasons") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  Suggestion suggestion(parse_search({}), {"auto"});
  CHECK(test::message<csv::FileError>(
            [&] { suggestion.add(at_one_rate(std::vector<double>(30, -1.0)), "log"); }) ==
        "log: stage 1: its smoothed last loss must be greater than 0, or no regret is defined");
  suggestion.add(at_one_rate({nan, nan}), "log");
  suggestion.add({.losses = {3.0, 2.0, 1.0}, .learning_rates = {0.3, 0.2, 0.1}}, "gradual");
  CHECK_FALSE(suggestion.learned());
  CHECK(suggestion.left_out() ==
        std::vector<std::string>{"1 log without a stage in which the learning rate was held",
                                 "1 log without a finite loss"});
}

TEST_CASE("replay --suggest says why there is nothing to learn from") {
  const TemporaryFolder folder;
  folder.write("negative.csv", "train_loss\n-1\n-1\n-1\n");
  folder.write("nan.csv", "train_loss\nnan\nnan\n");
  folder.write("empty.csv", "train_loss\n");
  folder.write("gradual.csv", "lr,train_loss\n0.3,3\n0.2,2\n0.1,1\n");
  const test::Result all = test::run(folder, REPLAY " --suggest .");
  CHECK(all.status == 1);
  CHECK(all.out.empty());
  CHECK(all.err.ends_with(
      "replay: there is nothing to learn from: 1 log without a stage in which the learning rate "
      "was held; 1 log without a finite loss; 1 log without a loss; 1 could not be used\n"));
}

TEST_CASE("search options out of range are rejected") {
  const auto error = [](const SearchTexts& texts) {
    return test::message<UsageError>([&] { (void)parse_search(texts); });
  };
  CHECK(error({.regret = -0.1}) == "--regret must be at least 0, got -0.1");
  CHECK(error({.betas = "0.5,1"}) ==
        "--suggest: ExponentialMovingAverage: beta must be in [0, 1), got 1");
  CHECK(error({.windows = "1"}) ==
        "--suggest: RelativeRange: window must be in [2, 2^24] observations, got 1");
  CHECK(error({.windows = "5,2.5"}) ==
        "--windows must be a comma-separated list of whole numbers, got \"5,2.5\"");
  CHECK(error({.tolerances = "0.1,"}) ==
        "--tolerances must be a comma-separated list of numbers, got \"0.1,\"");
  CHECK(error({.betas = ""}) == "--betas must be a comma-separated list of numbers, got \"\"");
  CHECK(error({}).empty());
}

TEST_CASE("replay --suggest reads logs like replay") {
  const TemporaryFolder folder;
  std::string log = "train_loss\n";
  for (const double loss : fall_and_rest()) log += std::to_string(loss) + '\n';
  folder.write("logs/a.csv", log);
  folder.write("logs/b.csv", "train_loss\noops\n");
  const test::Result result =
      test::run(folder, REPLAY
                " --suggest logs --regret 0 --betas 0 --windows 3 --tolerances 0.1 "
                "--scheduler auto");
  CHECK(result.status == 1);
  CHECK(result.err == "replay: logs/b.csv:2: column train_loss: expected a number, got \"oops\"\n");
  CHECK(contains(result.out,
                 "suggested     --scheduler \"auto(beta=0, window=3, tolerance=0.1)\"\n"));
  CHECK(test::run(folder, REPLAY " --suggest logs --regret -1").status == 2);
  CHECK(test::run(folder, REPLAY " --suggest -").status == 2);
}
