#include "run/run_folder.hpp"

#include "run/checkpoints.hpp"
#include "support/watched_disk.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace trainer;
using Json = nlohmann::ordered_json;

namespace {

const Json one_option = {{"seed", 1}};
constexpr const char* events_name = "events.out.tfevents.autodecay";
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr const char* header =
    "epoch,stage,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,level,decision,"
    "method,batch_size,seconds,images_per_second\n";

EpochRecord row(std::int64_t epoch) {
  return {.epoch = epoch,
          .stage = 2,
          .learning_rate = 0.1,
          .train = {1.0 / 3.0, 0.5},
          .test = {nan, 1e-300},
          .level = 2.0,
          .decision = autodecay::Decision::decay,
          .method = "sgd",
          .batch_size = 64,
          .seconds = 1.5,
          .images_per_second = 2e6};
}

std::vector<Json> json_lines(const std::filesystem::path& file) {
  std::vector<Json> result;
  std::istringstream text(support::read_file(file));
  for (std::string line; std::getline(text, line);) result.push_back(Json::parse(line));
  return result;
}

}  // namespace

TEST_CASE("a new folder holds the configuration and the metrics' header") {
  const TemporaryFolder temporary;
  const auto path = temporary.path() / "deep" / "run";
  CHECK(!holds_run(path));
  RunFolder folder = RunFolder::create(path, one_option);
  CHECK(!holds_run(path));  // nothing to lose yet
  CHECK(read_configuration(path) == one_option);
  CHECK(support::read_file(path / "metrics.csv") == header);
  CHECK(support::read_file(path / "decisions.jsonl").empty());
  CHECK(folder.snapshot(3) == path / "stage-3.safetensors");
  folder.record(row(1));
  CHECK(holds_run(path));
}

TEST_CASE("a run cannot be started twice or used by two processes at once") {
  const TemporaryFolder temporary;
  const auto path = temporary.path() / "run";
  {
    RunFolder folder = RunFolder::create(path, one_option);
    folder.record(row(1));
    CHECK(error_of([&] { (void)RunFolder::open(path, one_option); }) ==
          (path / "lock").string() + " is locked: another process is using it");
  }
  CHECK(error_of([&] { (void)RunFolder::create(path, one_option); }) ==
        "there is a run in " + path.string() + " already");
}

TEST_CASE("opening a folder stores the configuration that applies from now on") {
  const TemporaryFolder temporary;
  const auto path = temporary.path() / "run";
  (void)RunFolder::create(path, one_option);
  (void)RunFolder::open(path, {{"seed", 2}});
  CHECK(read_configuration(path) == Json{{"seed", 2}});
}

TEST_CASE("a row has every number in full precision") {
  const TemporaryFolder temporary;
  RunFolder folder = RunFolder::create(temporary.path(), one_option);
  folder.record(row(1));
  CHECK(support::read_file(temporary.path() / "metrics.csv") ==
        header + std::string("1,2,0.1,0.3333333333333333,0.5,nan,1e-300,2,decay,sgd,64,"
                             "1.5,2e+06\n"));
}

TEST_CASE("a run may have more columns after the usual ones") {
  const TemporaryFolder temporary;
  const std::vector<std::string> more = {"train_top5", "skipped"};
  RunFolder folder = RunFolder::create(temporary.path(), one_option, more);
  EpochRecord record = row(1);
  record.more = {0.75, 2.0};
  folder.record(record);
  std::string header_line = header;
  header_line.pop_back();
  CHECK(support::read_file(temporary.path() / "metrics.csv") ==
        header_line + ",train_top5,skipped\n" +
            "1,2,0.1,0.3333333333333333,0.5,nan,1e-300,2,decay,sgd,64,1.5,2e+06,0.75,2\n");
  CHECK(describe(record, more).at("skipped") == 2.0);
}

TEST_CASE("the last two checkpoints are kept") {
  const TemporaryFolder temporary;
  RunFolder folder = RunFolder::create(temporary.path(), one_option);
  for (std::int64_t epoch = 1; epoch <= 3; ++epoch)
    folder.save({.configuration = one_option, .epoch = epoch, .tensors = "tensors"});
  CHECK(read_checkpoint(temporary.path() / "last.ckpt").epoch == 3);
  CHECK(read_checkpoint(temporary.path() / "previous.ckpt").epoch == 2);
  for (const auto& entry : std::filesystem::directory_iterator(temporary.path()))
    CHECK(entry.path().extension() != ".new");
}

TEST_CASE("a decision is recorded with its evidence as numbers and text") {
  const TemporaryFolder temporary;
  RunFolder folder = RunFolder::create(temporary.path(), one_option);
  const autodecay::Evidence evidence = {
      .decision = autodecay::Decision::decay,
      .stage = {.index = 2, .observations = 7, .first_level = 0.5, .level = 0.25},
      .stability = autodecay::Measurement{autodecay::quantities::spread, 0.009,
                                          autodecay::Relation::less, 0.01},
      .drop = {}};
  folder.record(DecisionRecord{.epoch = 31,
                               .evidence = evidence,
                               .learning_rate = 0.01,
                               .batch_size = 640,
                               .method = "bgd approximated in chunks of 100"});
  const Json line = json_lines(temporary.path() / "decisions.jsonl").at(0);
  CHECK(line.at("epoch") == 31);
  CHECK(line.at("decision") == "decay");
  CHECK(line.at("stage") == 2);
  CHECK(line.at("observations") == 7);
  CHECK(line.at("first_level") == 0.5);
  CHECK(line.at("level") == 0.25);
  CHECK(line.at("stability").at("value") == 0.009);
  CHECK(line.at("stability").at("limit") == 0.01);
  CHECK(line.at("drop").is_null());
  CHECK(line.at("learning_rate") == 0.01);
  CHECK(line.at("batch_size") == 640);
  CHECK(line.at("method") == "bgd approximated in chunks of 100");
  CHECK(line.at("text") == "decay after 7 observations of stage 2: spread 0.009 < 0.01");
}

TEST_CASE("what came after the checkpoint is dropped, with a row that was torn") {
  const TemporaryFolder temporary;
  RunFolder folder = RunFolder::create(temporary.path(), one_option);
  std::vector<RecordChecksums> written;  // by the time of each epoch's checkpoint
  std::vector<std::string> metrics;
  for (std::int64_t epoch = 1; epoch <= 3; ++epoch) {
    folder.record(row(epoch));
    folder.record(DecisionRecord{.epoch = epoch});
    folder.save({.epoch = epoch});
    written.push_back(read_checkpoint(temporary.path() / "last.ckpt").records);
    metrics.push_back(support::read_file(temporary.path() / "metrics.csv"));
  }
  const std::string events = support::read_file(temporary.path() / events_name);
  temporary.write("metrics.csv", metrics[2] + "4,2,0.1,0.3");
  folder.keep(written[2]);
  CHECK(support::read_file(temporary.path() / "metrics.csv") == metrics[2]);
  CHECK(support::read_file(temporary.path() / events_name) == events);

  folder.keep(written[1]);
  CHECK(support::read_file(temporary.path() / "metrics.csv") == metrics[1]);
  CHECK(json_lines(temporary.path() / "decisions.jsonl").size() == 2);
  CHECK(events.starts_with(support::read_file(temporary.path() / events_name)));
  CHECK(support::read_file(temporary.path() / events_name).size() < events.size());

  folder.begin();
  CHECK(support::read_file(temporary.path() / "metrics.csv") == header);
  CHECK(support::read_file(temporary.path() / "decisions.jsonl").empty());
}

TEST_CASE("a record that was altered is named with its line, and stays as it is") {
  const TemporaryFolder temporary;
  RunFolder folder = RunFolder::create(temporary.path(), one_option);
  folder.add_table("norms", {"a", "b"});
  folder.begin();
  for (std::int64_t epoch = 1; epoch <= 3; ++epoch) {
    folder.record("norms", epoch, {0.5, 2.0});
    folder.record(row(epoch));
    folder.record(DecisionRecord{.epoch = epoch});
  }
  CHECK(support::read_file(temporary.path() / "norms.csv") ==
        "epoch,a,b\n1,0.5,2\n2,0.5,2\n3,0.5,2\n");
  folder.save({});
  const RecordChecksums written = read_checkpoint(temporary.path() / "last.ckpt").records;
  CHECK(written.size() == 3);
  for (const auto& [name, lines] : written) {
    const auto file = temporary.path() / name;
    const std::string whole = support::read_file(file);
    const auto error_with = [&](const std::string& bytes) {
      temporary.write(name, bytes);
      const std::string error = error_of([&] { folder.keep(written); });
      CHECK(support::read_file(file) == bytes);
      CHECK(record_problems(temporary.path(), written) == std::vector{error});
      return error;
    };
    const std::string count = std::to_string(lines.size()) + " lines were written";
    CHECK(error_with("") == file.string() + ":1: missing or cut off; " + count);
    CHECK(error_with(whole.substr(0, whole.size() - 1)) ==
          file.string() + ':' + std::to_string(lines.size()) + ": missing or cut off; " + count);
    std::string changed = whole;
    changed[whole.find('2')] = '7';
    CHECK(error_with(changed).ends_with(": not the line that was written"));
    std::filesystem::remove(file);
    CHECK(record_problems(temporary.path(), written) ==
          std::vector{"cannot open " + file.string() + ": No such file or directory"});
    temporary.write(name, whole);
  }
  folder.keep(written);
  CHECK_THROWS_AS(folder.record("patterns", 1, {0.5}), std::logic_error);
  folder.add_table("patterns", {"a"});
  CHECK(error_of([&] { folder.keep(written); }) ==
        "the checkpoint in " + temporary.path().string() + " tells nothing of patterns.csv");
}

TEST_CASE("a save tells of what was written, not of what a record has become") {
  const TemporaryFolder temporary;
  RunFolder folder = RunFolder::create(temporary.path(), one_option);
  folder.record(row(1));
  const auto file = temporary.path() / "metrics.csv";
  std::string metrics = support::read_file(file);
  metrics[metrics.find("\n1,") + 3] = '7';
  temporary.write("metrics.csv", metrics);
  folder.record(row(2));
  folder.save({});
  const RecordChecksums written = read_checkpoint(temporary.path() / "last.ckpt").records;
  CHECK(record_problems(temporary.path(), written) ==
        std::vector{file.string() + ":2: not the line that was written"});
}

TEST_CASE("an event file that is damaged is made anew from the metrics") {
  const TemporaryFolder temporary;
  RunFolder folder = RunFolder::create(temporary.path(), one_option);
  for (std::int64_t epoch = 1; epoch <= 3; ++epoch) folder.record(row(epoch));
  folder.save({});
  const RecordChecksums written = read_checkpoint(temporary.path() / "last.ckpt").records;
  const std::string events = support::read_file(temporary.path() / events_name);
  for (const std::string& damaged : {std::string(), std::string("x"), events.substr(0, 60)}) {
    temporary.write(events_name, damaged);
    folder.keep(written);
    const std::string anew = support::read_file(temporary.path() / events_name);
    CHECK(anew.size() == events.size());
    folder.keep(written);
    CHECK(support::read_file(temporary.path() / events_name) == anew);
  }
}

TEST_CASE("the next process at work removes what a killed one has left") {
  const TemporaryFolder temporary;
  (void)RunFolder::create(temporary.path(), one_option);
  const auto left = temporary.write("next.ckpt.0123456789abcdef.new", "half of it");
  (void)RunFolder::open(temporary.path(), one_option);
  CHECK(!std::filesystem::exists(left));
}

TEST_CASE("a kill or a power cut anywhere in an epoch's records leaves a run to go on with") {
  const TemporaryFolder temporary;
  RunFolder run = RunFolder::create(temporary.path(), one_option);
  run.record(row(1));
  run.save({.epoch = 2});
  const WatchedDisk disk(temporary.path());
  run.record(row(2));
  run.record(DecisionRecord{.epoch = 2});
  run.save({.epoch = 3});
  for (std::size_t calls = 0; calls <= disk.calls(); ++calls)
    for (const Files& files : disk.survivors(calls)) {
      CAPTURE(calls);
      const TemporaryFolder left;
      for (const auto& [name, bytes] : files) left.write(name, bytes);
      const Checkpoint checkpoint = read_checkpoints(left.path()).newest.value().checkpoint;
      CHECK((checkpoint.epoch == 3 || (checkpoint.epoch == 2 && calls < disk.calls())));
      RunFolder::open(left.path(), one_option).keep(checkpoint.records);
      const std::string metrics = support::read_file(left.path() / "metrics.csv");
      CHECK(std::count(metrics.begin(), metrics.end(), '\n') == checkpoint.epoch);
    }
}

TEST_CASE("the files of a folder without a run are left alone") {
  const TemporaryFolder temporary;
  temporary.write("metrics.csv", "mine");
  CHECK(error_of([&] { (void)RunFolder::create(temporary.path(), one_option); }) ==
        temporary.path().string() +
            " has a metrics.csv but no config.json: it is neither a run's folder nor empty");
  CHECK(support::read_file(temporary.path() / "metrics.csv") == "mine");
}
