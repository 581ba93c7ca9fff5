#include "detection/stages.hpp"

#include "support/message.hpp"
#include "trainers/temporary_folder.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace detection;

namespace {

std::vector<RecordedStage> cut(const std::string& log, const StageOptions& options) {
  return cut_stages(csv::parse(log, "some/source__run.csv"), options);
}

std::string error_of_log(const std::string& log) {
  return test::message<csv::FileError>([&] { (void)cut(log, {.least_rows = 1}); });
}

const std::string three_rates =
    "epoch,learning_rate,train_loss,test_loss\n"
    "1,0.1,9,8\n2,0.1,7,7\n3,0.1,,6\n4,0.1,6,6\n"
    "5,0.01,5,6\n"
    "6,0.1,4,5\n7,,3,5\n";

}  // namespace

TEST_CASE("a stage is the rows at one rate that have a loss") {
  const std::vector<RecordedStage> stages = cut(three_rates, {.least_rows = 1});
  REQUIRE(stages.size() == 3);
  CHECK(stages[0].losses == std::vector{9.0, 7.0, 6.0});
  CHECK(stages[1].losses == std::vector{5.0});
  CHECK(stages[2].losses == std::vector{4.0, 3.0});  // a repeated rate and a blank rate
  CHECK(stages[0].line == 2);
  CHECK(stages[2].line == 7);
  CHECK(stages[2].number == 3);
  CHECK(stages[2].file == "source__run.csv");
  CHECK(stages[2].source() == "source");
}

TEST_CASE("the column can be chosen") {
  const std::vector<RecordedStage> stages =
      cut(three_rates, {.column = "test_loss", .least_rows = 1});
  CHECK(stages[0].losses == std::vector{8.0, 7.0, 6.0, 6.0});
}

TEST_CASE("short stages are left out, and the other stages keep their numbers") {
  const std::vector<RecordedStage> stages = cut(three_rates, {.least_rows = 2});
  REQUIRE(stages.size() == 2);
  CHECK(stages[0].number == 1);
  CHECK(stages[1].number == 3);
}

TEST_CASE("with only the first stage requested, a short first stage gives no stage") {
  REQUIRE(cut(three_rates, {.least_rows = 3, .which = Which::first}).size() == 1);
  const std::string warmup = "learning_rate,train_loss\n0.01,9\n0.1,8\n0.1,7\n";
  CHECK(cut(warmup, {.least_rows = 2, .which = Which::all}).size() == 1);
  CHECK(cut(warmup, {.least_rows = 2, .which = Which::first}).empty());
  const std::vector<RecordedStage> later = cut(warmup, {.least_rows = 1, .which = Which::later});
  REQUIRE(later.size() == 1);
  CHECK(later[0].number == 2);
}

TEST_CASE("losses without a recorded rate are in no stage") {
  const std::string late = "learning_rate,train_loss\n,9\n,8\n0.1,7\n,6\n";
  const std::vector<RecordedStage> stages = cut(late, {.least_rows = 1});
  REQUIRE(stages.size() == 1);
  CHECK(stages[0].losses == std::vector{7.0, 6.0});
  CHECK(stages[0].line == 4);
  CHECK(cut("learning_rate,train_loss\n,9\n,8\n", {.least_rows = 1}).empty());
}

TEST_CASE("a change of rate in rows without a loss also ends a stage") {
  const std::string blank = "learning_rate,train_loss\n0.1,9\n0.01,\n0.1,8\n";
  CHECK(cut(blank, {.least_rows = 1}).size() == 2);
}

TEST_CASE("a file name without __ is its own source") {
  CHECK(RecordedStage{.file = "run.csv", .losses = {}, .repository = {}}.source() == "run.csv");
}

TEST_CASE("a table can name the repository of each log, which then is its source") {
  std::vector<RecordedStage> stages = cut(three_rates, {.least_rows = 1});
  set_repositories(stages,
                   csv::parse("file,repository\nother.csv,a/b\nsource__run.csv,c/d\n", "t"));
  for (const RecordedStage& stage : stages) CHECK(stage.source() == "c/d");
  const auto message = [&](const std::string& table) {
    return test::message<csv::FileError>([&] { set_repositories(stages, csv::parse(table, "t")); });
  };
  CHECK(message("file,repository\nother.csv,a/b\n") ==
        "t: names no repository of the log source__run.csv");
  CHECK(message("file,from\nsource__run.csv,c/d\n").find("repository") != std::string::npos);
}

TEST_CASE("the error for an invalid log names the line") {
  CHECK(error_of_log("learning_rate,train_loss\n0.1,9\n0.1,good\n")
            .starts_with("some/source__run.csv:3: "));
  CHECK(error_of_log("learning_rate,train_loss\n0.1,9\n\n0.1,nan\n") ==
        "some/source__run.csv:4: column train_loss: expected a finite number or a blank, got nan");
  CHECK(error_of_log("learning_rate,train_loss\ninf,9\n") ==
        "some/source__run.csv:2: column learning_rate: expected a finite number or a blank, got "
        "inf");
  CHECK(error_of_log("learning_rate,loss\n0.1,9\n").find("train_loss") != std::string::npos);
  CHECK(error_of_log("rate,train_loss\n0.1,9\n").find("learning_rate") != std::string::npos);
}

TEST_CASE("a folder's logs are read in the order of their names, and other tables are skipped") {
  const TemporaryFolder folder;
  folder.write("b__2.csv", "learning_rate,train_loss\n0.1,2\n0.1,1\n");
  folder.write("a__1.csv", "learning_rate,train_loss\n0.1,4\n0.1,3\n");
  folder.write("c__3.csv", "learning_rate,train_loss\n0.1,\n0.1,\n");
  folder.write("index.csv", "file,note\na__1.csv,good\n");
  folder.write("README.md", "no table");
  const Recording recording = read_folder(folder.path(), {.least_rows = 2});
  CHECK(recording.logs == 3);
  REQUIRE(recording.stages.size() == 2);
  CHECK(recording.stages[0].file == "a__1.csv");
  CHECK(recording.stages[1].file == "b__2.csv");
  CHECK(recording.other_tables == std::vector<std::string>{"index.csv"});
}

TEST_CASE("a folder without a stage is rejected") {
  const TemporaryFolder folder;
  const auto message = [&] {
    return test::message<csv::FileError>([&] { (void)read_folder(folder.path(), {}); });
  };
  CHECK(message() == folder.path().string() +
                         ": expected logs, .csv files with the columns learning_rate and "
                         "train_loss, found none among 0 .csv files");
  folder.write("numbers.csv", "1,0.1,9\n2,0.1,8\n");
  CHECK(message().ends_with("found none among 1 .csv files"));
  folder.write("run.csv", "learning_rate,train_loss\n0.1,2\n0.1,1\n");
  CHECK(message() ==
        folder.path().string() + ": none of 1 logs has a stage of 30 rows with a train_loss");
}
