#include "imagenet/figure_8.hpp"

#include "imagenet_runs.hpp"
#include "needs.hpp"
#include "program.hpp"
#include "support/usage_error.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace imagenet;

namespace {

int figure(const std::vector<std::string>& arguments) {
  std::vector<const char*> raw = {"figure"};
  for (const std::string& argument : arguments) raw.push_back(argument.c_str());
  return run_figure(static_cast<int>(raw.size()), raw.data());
}

const MadeUpRun auto_decay_run = {
    .schedule = "auto(window=2, beta=0.5)", .seed = 3, .top1 = {0.25, 0.5, 0.7625}, .stops = true};

}  // namespace

TEST_CASE("the figure's data are the epochs and the stages of each run") {
  const TemporaryFolder folder;
  const auto step = write_run(folder, "a \"step\", first", {.has_more_columns = false});
  const auto automatic = write_run(folder, "auto", auto_decay_run);
  write_figure_8(read_methods({step, automatic}), folder.path());

  const std::string s = '"' + (folder.path() / "a \"\"step\"\", first").string() + '"',
                    a = automatic.string();
  CHECK(lines(folder.path() / "figure-8.csv") ==
        std::vector<std::string>{
            "run,method,seed,epoch,stage,learning_rate,top1,top5", s + ",StepDecay,0,1,1,0.1,0.25,",
            s + ",StepDecay,0,2,1,0.1,0.5,", s + ",StepDecay,0,3,2,0.01,0.75,",
            s + ",StepDecay,0,4,2,0.01,0.75,", "", a + ",AutoDecay,3,1,1,0.1,0.25,0.625",
            a + ",AutoDecay,3,2,1,0.1,0.5,0.75", a + ",AutoDecay,3,3,2,0.01,0.7625,0.88125"});
  CHECK(lines(folder.path() / "figure-8-stages.csv") ==
        std::vector<std::string>{
            "method_number,run_number,run,method,seed,stage,first_epoch,last_epoch,learning_rate,"
            "top1,label,end",
            "1,1," + s + ",StepDecay,0,1,1,2,0.1,0.5,0.1,decay",
            "1,1," + s + ",StepDecay,0,2,3,4,0.01,0.75,0.01,budget",
            "2,2," + a + ",AutoDecay,3,1,1,2,0.1,0.5,0.1,decay",
            "2,2," + a + ",AutoDecay,3,2,3,3,0.01,0.7625,0.01,stop"});
}

TEST_CASE("runs with different seeds are one method, and a run under way has no end") {
  const TemporaryFolder folder;
  write_figure_8(
      read_methods({write_run(folder, "a", {.budget = 90}), write_run(folder, "b", auto_decay_run),
                    write_run(folder, "c", {.seed = 1, .budget = 90})}),
      folder.path());
  const std::vector<std::string> stages = lines(folder.path() / "figure-8-stages.csv");
  REQUIRE(stages.size() == 7);
  CHECK(stages[2].ends_with(",0.01,"));
  CHECK(stages[3].starts_with("1,2," + (folder.path() / "c").string() + ",StepDecay,1,1,1,2,"));
  CHECK(stages[5].starts_with("2,3," + (folder.path() / "b").string()));
}

TEST_CASE("a stage with a larger batch at the same rate is named by its batch") {
  const TemporaryFolder folder;
  const auto run = write_run(folder, "a", {});
  std::string metrics = metrics_of({});
  for (std::size_t at; (at = metrics.find(",2,0.01,")) != metrics.npos;) {
    metrics.replace(at, 8, ",2,0.1,");
    metrics.replace(metrics.find("sgd,10,", at), 7, "sgd,20,");
  }
  folder.write("a/metrics.csv", metrics);
  write_figure_8(read_methods({run}), folder.path());
  const std::vector<std::string> stages = lines(folder.path() / "figure-8-stages.csv");
  REQUIRE(stages.size() == 3);
  CHECK(stages[1].ends_with(",0.1,decay"));
  CHECK(stages[2].ends_with(",batch 20,budget"));
}

TEST_CASE("the figure is drawn for one run and for several methods and seeds" * needs_gnuplot()) {
  const TemporaryFolder folder;
  const std::string step = write_run(folder, "step", {}),
                    more = write_run(folder, "s", {.seed = 1});
  const std::string automatic = write_run(folder, "auto", auto_decay_run);
  const auto out = folder.path() / "deep" / "out";
  for (const std::vector<std::string>& runs :
       {std::vector{step}, std::vector{step, automatic, more},
        std::vector{write_run(folder, "one", {.top1 = {0.0}}).string()}}) {
    std::filesystem::remove_all(out);
    std::vector<std::string> arguments = runs;
    arguments.insert(arguments.end(), {"--out", out.string()});
    CHECK(figure(arguments) == 0);
    for (const char* const name : {"figure-8.svg", "figure-8.png"})
      CHECK(std::filesystem::file_size(out / name) > 1000);
    CHECK(!lines(out / "figure-8.csv").empty());
  }
}

TEST_CASE("the figure's command refuses runs that it cannot show") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  std::vector<std::string> arguments = {"--out", out.string()};
  CHECK_THROWS_AS(figure(arguments), support::UsageError);
  for (const char* const schedule : {"step(2)", "step(3)", "auto", "plateau", "never"})
    arguments.push_back(write_run(folder, schedule, {.schedule = schedule}).string());
  CHECK(error_of([&] { figure(arguments); }) == "runs must be of 1 … 4 methods, got 5");
  CHECK(!std::filesystem::exists(out));
}
