#include "imagenet/table.hpp"

#include "imagenet_runs.hpp"
#include "program.hpp"
#include "run/schedule.hpp"
#include "support/usage_error.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace imagenet;
using support::TableFormat;

namespace {

const MadeUpRun step_run;

/// Stops one epoch earlier than StepDecay, with slightly better accuracy.
MadeUpRun auto_run(std::int64_t seed = 0, double top1 = 0.7625) {
  return {.schedule = "auto(window=2, tolerance=0.1)",
          .seed = seed,
          .top1 = {0.25, 0.5, top1},
          .stops = true};
}

/// The error of reading a run with this metrics.csv, without the file's name.
std::string refusal_of(const std::string& metrics) {
  const TemporaryFolder folder;
  const auto run = write_run(folder, "run", step_run);
  folder.write("run/metrics.csv", metrics);
  const std::string error = error_of([&] { (void)read_run(run); });
  const std::string name = (run / "metrics.csv").string() + ':';
  CHECK(error.starts_with(name));
  return error.substr(std::min(name.size(), error.size()));
}

std::string with_cell(const std::string& before, const std::string& after) {
  std::string metrics = metrics_of(step_run);
  metrics.replace(metrics.find(before), before.size(), after);
  return metrics;
}

/// The table of runs, line by line.
std::vector<std::string> table_lines(const std::vector<std::filesystem::path>& folders,
                                     TableFormat format = TableFormat::csv) {
  std::istringstream text(table_of(read_methods(folders), format));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

int table(const std::vector<std::string>& arguments) {
  std::vector<const char*> raw = {"table"};
  for (const std::string& argument : arguments) raw.push_back(argument.c_str());
  return run_table(static_cast<int>(raw.size()), raw.data());
}

}  // namespace

TEST_CASE("a run is read with its stages") {
  const TemporaryFolder folder;
  const RunReport run = read_run(write_run(folder, "run", step_run));
  CHECK(run.method == "StepDecay");
  CHECK(run.setting("schedule") == "step(2)");
  CHECK(run.setting("model") == "resnet50");
  CHECK(run.setting("absent").empty());
  CHECK(run.unfinished.empty());
  CHECK(run.epochs.size() == 4);
  CHECK(run.last().top1 == 0.75);
  CHECK(run.last().top5 == 0.875);
  CHECK(run.images == 400);
  CHECK(run.seconds == 4 * 1800.0);
  const std::vector<EpochReport> ends = run.stage_ends();
  REQUIRE(ends.size() == 2);
  CHECK(ends[0].epoch == 2);
  CHECK(ends[0].learning_rate == 0.1);
  CHECK(ends[0].top1 == 0.5);
  CHECK(ends[1].epoch == 4);
  CHECK(ends[1].stage == 2);
  CHECK(ends[1].learning_rate == 0.01);
}

TEST_CASE("the schedule names the method") {
  const TemporaryFolder folder;
  const auto method = [&](const std::string& schedule) {
    return read_run(write_run(folder, "run", {.schedule = schedule})).method;
  };
  CHECK(method("at(30, 60)") == "StepDecay");
  CHECK(method("auto") == "AutoDecay");
  CHECK(method("plateau(patience=3)") == "ReduceOnPlateau");
  CHECK(method("never") == "constant rate");
  CHECK(error_of([&] { (void)method("sine"); })
            .starts_with((folder.path() / "run/config.json").string() +
                         ": schedule: there is no policy 'sine'; "));
}

TEST_CASE("a run is finished if its schedule has stopped it or its epochs are used up") {
  const TemporaryFolder folder;
  const auto unfinished = [&](MadeUpRun run) {
    return read_run(write_run(folder, "run", run)).unfinished;
  };
  CHECK(unfinished({.budget = 4}).empty());
  CHECK(unfinished({.budget = 90}) == "it has reached epoch 4 of 90");
  CHECK(unfinished({.stops = true, .budget = 90}).empty());
  CHECK(unfinished({.stops = true, .budget = 90, .train_loss = "nan"}) ==
        "its training loss was non-finite in epoch 4, where it ended");
}

TEST_CASE("a row that is being written is left out") {
  const TemporaryFolder folder;
  const auto run = write_run(folder, "run", step_run);
  folder.write("run/metrics.csv", metrics_of(step_run) + "5,3,0.001,1.");
  CHECK(read_run(run).epochs.size() == 4);
}

TEST_CASE("a folder without a valid run is refused with file and line") {
  const TemporaryFolder folder;
  const auto run = write_run(folder, "run", step_run);
  const auto error = [&] { return error_of([&] { (void)read_run(run); }); };
  const std::string config = (run / "config.json").string();
  std::filesystem::remove(run / "metrics.csv");
  CHECK(error() == "cannot open " + (run / "metrics.csv").string() + ": No such file or directory");
  folder.write("run/config.json", R"({"schedule": "auto", "epochs": "many"})");
  CHECK(error() == config + ": epochs: expected a number of at least 1, got \"many\"");
  folder.write("run/config.json", R"({"schedule": )");
  CHECK(error().starts_with(config + " is damaged: "));
  std::filesystem::remove(run / "config.json");
  CHECK(error() == "cannot open " + config + ": No such file or directory");
}

TEST_CASE("impossible metrics are refused with file and line") {
  const std::string header = common_columns;
  CHECK(refusal_of(header + '\n') == "1: no epoch is over yet: there are no rows");
  CHECK(refusal_of("epoch,stage\n1,1\n") == "1: no column learning_rate; there are epoch, stage");
  CHECK(refusal_of(metrics_of(step_run) + "5,3\n") ==
        "6: expected 17 cells as in the header, got 2");
  CHECK(refusal_of(metrics_of(step_run) + row_of(step_run, 2)) == "6: expected epoch 5, got 3");
  CHECK(refusal_of(with_cell("\n4,2,", "\n4,1,")) == "5: stage 1 follows stage 2");
  CHECK(refusal_of(with_cell("0.1,1.5", "fast,1.5")) ==
        "2: column learning_rate: expected a number, got \"fast\"");
  CHECK(refusal_of(with_cell("1.25,0.25", "1.25,")) ==
        "2: column test_accuracy: expected a number, got nothing");
  CHECK(refusal_of(with_cell("1.25,0.25", "1.25,25")) ==
        "2: column test_accuracy: expected a share in [0, 1], got 25");
  CHECK(refusal_of(with_cell("1.25,0.25", "1.25,nan")) ==
        "2: column test_accuracy: expected a share in [0, 1], got nan");
  CHECK(refusal_of(with_cell("hold", "wait")) ==
        "2: column decision: expected hold, decay or stop, got \"wait\"");
  CHECK(refusal_of(with_cell("100,0", "0.5,0")) ==
        "2: column images: expected a whole number of at least 0, got 0.5");
  CHECK(refusal_of(with_cell("100,0", "-100,0")) ==
        "2: column images: expected a whole number of at least 0, got -100");
}

TEST_CASE("runs that differ only in their seeds are one method") {
  const TemporaryFolder folder;
  const std::vector<Method> methods =
      read_methods({write_run(folder, "a", step_run), write_run(folder, "b", auto_run(1)),
                    write_run(folder, "c", {.seed = 7}), write_run(folder, "d", {.budget = 3})});
  REQUIRE(methods.size() == 3);
  CHECK(methods[0].name == "StepDecay (epochs 4)");
  REQUIRE(methods[0].runs.size() == 2);
  CHECK(methods[0].runs[1].folder.filename() == "c");
  CHECK(methods[1].name == "AutoDecay");
  CHECK(methods[2].name == "StepDecay (epochs 3)");
  CHECK(other_differences(methods).empty());
}

TEST_CASE("how a run is carried out changes its hours, not its method") {
  const TemporaryFolder folder;
  const std::string settings = step_run.settings;
  const auto a = write_run(folder, "a", {.settings = settings + R"(, "threads": 4, "timeout": 9)"});
  const auto b = write_run(folder, "b", {.seed = 1, .settings = settings + R"(, "threads": 8)"});
  const std::vector<Method> methods = read_methods({a, b});
  REQUIRE(methods.size() == 1);
  CHECK(machine_differences(methods) == std::vector<std::string>{"threads"});
  CHECK(machine_differences(read_methods({a})).empty());
}

TEST_CASE("methods of the same name are followed by their differences") {
  const TemporaryFolder folder;
  const std::vector<Method> methods =
      read_methods({write_run(folder, "a", {.schedule = "auto"}),
                    write_run(folder, "b",
                              {.schedule = "auto(window=3, beta=0.5)",
                               .settings = R"("model": "resnet18", "augment": true)"}),
                    write_run(folder, "c", step_run)});
  REQUIRE(methods.size() == 3);
  CHECK(methods[0].name == "AutoDecay (auto, without augment, data /data/tiny, model resnet50)");
  CHECK(methods[1].name ==
        "AutoDecay (auto(window=3, beta=0.5), augment true, without data, model resnet18)");
  CHECK(methods[2].name == "StepDecay");
  const std::vector<std::string> differences = other_differences(methods);
  REQUIRE(differences.size() == 3);
  CHECK(differences[0] == "augment: not given (" + methods[0].name + "), true (" + methods[1].name +
                              "), not given (StepDecay)");
  CHECK(differences[2] == "model: resnet50 (" + methods[0].name + "), resnet18 (" +
                              methods[1].name + "), resnet50 (StepDecay)");
}

TEST_CASE("the table compares with the first method") {
  const TemporaryFolder folder;
  const std::vector<std::string> lines =
      table_lines({write_run(folder, "a", step_run), write_run(folder, "b", auto_run())});
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] ==
        "method,schedule,runs,finished,epochs,epochs_deviation,top1,top1_deviation,top5,"
        "top5_deviation,images,images_deviation,hours,hours_deviation,images_saved,epochs_saved");
  CHECK(lines[1] == "StepDecay,step(2),1,1,4,,75.00,,87.50,,400,,2.000,,,");
  CHECK(lines[2] ==
        "AutoDecay,\"auto(window=2, tolerance=0.1)\",1,1,3,,76.25,,88.12,,300,,1.500,,25.0,25.0");
}

TEST_CASE("several seeds are shown as mean and deviation") {
  const TemporaryFolder folder;
  const std::vector<std::filesystem::path> folders = {
      write_run(folder, "a", step_run), write_run(folder, "b", auto_run(1, 0.75)),
      write_run(folder, "c", auto_run(2, 0.76)), write_run(folder, "d", auto_run(3, 0.79))};
  // The deviation from 76.67 %: the square root of (1.67² + 0.67² + 2.33²) / 2 is 2.08.
  CHECK(table_lines(folders, TableFormat::text) ==
        std::vector<std::string>{
            "method     runs     epochs      top-1, %      top-5, %   images          hours  "
            "images saved, %  epochs saved, %",
            "StepDecay     1        4.0         75.00         87.50      400          2.000  "
            "              –                –",
            "AutoDecay     3  3.0 ± 0.0  76.67 ± 2.08  88.33 ± 1.04  300 ± 0  1.500 ± 0.000  "
            "           25.0             25.0"});
  CHECK(table_lines(folders, TableFormat::markdown)[1] ==
        "| :-- | --: | --: | --: | --: | --: | --: | --: | --: |");
}

TEST_CASE("many images are counted in millions") {
  const TemporaryFolder folder;
  const auto run = write_run(folder, "a", step_run);
  std::string metrics = metrics_of(step_run);
  for (std::size_t at; (at = metrics.find(",100,0\n")) != metrics.npos;)
    metrics.replace(at, 4, ",1e+06");
  folder.write("a/metrics.csv", metrics);
  const std::vector<std::string> lines = table_lines({run}, TableFormat::markdown);
  CHECK(contains(lines[0], "| images, millions |"));
  CHECK(contains(lines[2], "|            4.000 |"));
}

TEST_CASE("values that a run of learning_stages lacks are left open") {
  const TemporaryFolder folder;
  const auto with = write_run(folder, "a", step_run);
  const auto without = write_run(folder, "b", {.seed = 1, .has_more_columns = false});
  CHECK(table_lines({without})[1] == "StepDecay,step(2),1,1,4,,75.00,,,,,,2.000,,,");
  CHECK(table_lines({without}, TableFormat::markdown)[2] ==
        "| StepDecay |    1 |      4 |    75.00 |        – |      – | 2.000 |               – |"
        "               – |");
  CHECK(table_lines({with, without})[1].starts_with(
      "StepDecay,step(2),2,2,4.0,0.0,75.00,0.00,,,,,2.000,0.000"));
}

TEST_CASE("unfinished runs are marked") {
  const TemporaryFolder folder;
  const auto a = write_run(folder, "a", {.budget = 90});
  const auto b = write_run(folder, "b", {.seed = 1, .top1 = {0.5}, .stops = true, .budget = 90});
  CHECK(table_lines({a, b})[1].starts_with("StepDecay,step(2),2,1,"));
  CHECK(table_lines({a, b}, TableFormat::text)[1].starts_with("StepDecay*  "));
  CHECK(table_lines({a, b}, TableFormat::markdown)[2].starts_with("| StepDecay\\* |"));
  CHECK(table_lines({b}, TableFormat::text)[1].starts_with("StepDecay  "));
}

TEST_CASE("the table's command refuses runs that it cannot compare") {
  const TemporaryFolder folder;
  const std::string run = write_run(folder, "run", step_run).string();
  CHECK(table({run}) == 0);
  CHECK_THROWS_AS(table({}), support::UsageError);
  CHECK(error_of([&] {
          table({run, "--format", "html"});
        }) == "--format must be text, markdown or csv, got html");
  CHECK_THROWS_AS(table({run, run + "/../run/"}), support::UsageError);
  CHECK(error_of([&] { table({run, run + "/"}); }) == "the run in " + run + "/ is named twice");
  const std::string empty = folder.path() / "empty";
  std::filesystem::create_directory(empty);
  CHECK(error_of([&] {
          table({run, empty});
        }) == "cannot open " + empty + "/config.json: No such file or directory");
}
