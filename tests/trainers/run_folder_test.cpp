#include "trainer/run_folder.hpp"

#include "temporary_folder.hpp"
#include "trainer/checkpoint.hpp"

#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace trainer;
using Json = nlohmann::ordered_json;

namespace {

const Json configuration = {{"seed", 1}};
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

std::vector<Json> lines(const std::filesystem::path& file) {
  std::vector<Json> result;
  std::istringstream text(read_file(file));
  for (std::string line; std::getline(text, line);) result.push_back(Json::parse(line));
  return result;
}

}  // namespace

TEST_CASE("a new folder holds the configuration and the metrics' header") {
  const TemporaryFolder temporary;
  const auto path = temporary.path() / "deep" / "run";
  CHECK(!holds_run(path));
  const RunFolder folder = RunFolder::create(path, configuration);
  CHECK(!holds_run(path));  // nothing to lose yet
  CHECK(read_configuration(path) == configuration);
  CHECK(read_file(path / "metrics.csv") == header);
  CHECK(read_file(path / "decisions.jsonl").empty());
  CHECK(folder.snapshot(3) == path / "stage-3.safetensors");
  folder.record(row(1));
  CHECK(holds_run(path));
}

TEST_CASE("a run cannot be started twice or used by two processes at once") {
  const TemporaryFolder temporary;
  const auto path = temporary.path() / "run";
  {
    const RunFolder folder = RunFolder::create(path, configuration);
    folder.record(row(1));
    CHECK(error_of([&] { (void)RunFolder::open(path, configuration); }) ==
          (path / "lock").string() + " is locked: another process is using it");
  }
  CHECK(error_of([&] { (void)RunFolder::create(path, configuration); }) ==
        "there is a run in " + path.string() + " already");
}

TEST_CASE("opening a folder stores the configuration that applies from now on") {
  const TemporaryFolder temporary;
  const auto path = temporary.path() / "run";
  (void)RunFolder::create(path, configuration);
  (void)RunFolder::open(path, {{"seed", 2}});
  CHECK(read_configuration(path) == Json{{"seed", 2}});
}

TEST_CASE("a row has every number in full precision") {
  const TemporaryFolder temporary;
  const RunFolder folder = RunFolder::create(temporary.path(), configuration);
  folder.record(row(1));
  CHECK(read_file(temporary.path() / "metrics.csv") ==
        header + std::string("1,2,0.1,0.3333333333333333,0.5,nan,1e-300,2,decay,sgd,64,"
                             "1.5,2e+06\n"));
}

TEST_CASE("a run may have more columns after the usual ones") {
  const TemporaryFolder temporary;
  const std::vector<std::string> more = {"train_top5", "skipped"};
  const RunFolder folder = RunFolder::create(temporary.path(), configuration, more);
  EpochRecord record = row(1);
  record.more = {0.75, 2.0};
  folder.record(record);
  std::string header_line = header;
  header_line.pop_back();
  CHECK(read_file(temporary.path() / "metrics.csv") ==
        header_line + ",train_top5,skipped\n" +
            "1,2,0.1,0.3333333333333333,0.5,nan,1e-300,2,decay,sgd,64,1.5,2e+06,0.75,2\n");
  CHECK(describe(record, more).at("skipped") == 2.0);
}

TEST_CASE("the last two checkpoints are kept") {
  const TemporaryFolder temporary;
  const RunFolder folder = RunFolder::create(temporary.path(), configuration);
  for (std::int64_t epoch = 1; epoch <= 3; ++epoch)
    folder.save({.configuration = configuration, .epoch = epoch, .tensors = "tensors"});
  CHECK(read_checkpoint(temporary.path() / "last.ckpt").epoch == 3);
  CHECK(read_checkpoint(temporary.path() / "previous.ckpt").epoch == 2);
  for (const auto& entry : std::filesystem::directory_iterator(temporary.path()))
    CHECK(entry.path().extension() != ".new");
}

TEST_CASE("a decision is recorded with its evidence as numbers and text") {
  const TemporaryFolder temporary;
  const RunFolder folder = RunFolder::create(temporary.path(), configuration);
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
  const Json line = lines(temporary.path() / "decisions.jsonl").at(0);
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

TEST_CASE("epochs after the checkpoint's are dropped, with a row that was torn") {
  const TemporaryFolder temporary;
  const RunFolder folder = RunFolder::create(temporary.path(), configuration);
  for (std::int64_t epoch = 1; epoch <= 3; ++epoch) {
    folder.record(row(epoch));
    folder.record(DecisionRecord{.epoch = epoch});
  }
  const auto metrics = temporary.path() / "metrics.csv";
  const std::string three = read_file(metrics);
  temporary.write("metrics.csv", three + "4,2,0.1,0.3");
  folder.keep_epochs(3);
  CHECK(read_file(metrics) == three);

  folder.keep_epochs(2);
  CHECK(read_file(metrics) == three.substr(0, three.find("\n3,") + 1));
  CHECK(lines(temporary.path() / "decisions.jsonl").size() == 2);

  folder.keep_epochs(0);
  CHECK(read_file(metrics) == header);
  CHECK(read_file(temporary.path() / "decisions.jsonl").empty());
}

TEST_CASE("another table is treated like the metrics") {
  const TemporaryFolder temporary;
  RunFolder folder = RunFolder::create(temporary.path(), configuration);
  const EpochTable& table = folder.add_table("norms", {"a", "b"});
  folder.keep_epochs(0);
  for (std::int64_t epoch = 1; epoch <= 3; ++epoch) {
    table.append(epoch, "0.5,2");
    folder.record(row(epoch));
  }
  folder.keep_epochs(2);
  CHECK(read_file(temporary.path() / "norms.csv") == "epoch,a,b\n1,0.5,2\n2,0.5,2\n");

  temporary.write("norms.csv", "epoch,a,b\n1,0.5,2\n");
  CHECK(error_of([&] { folder.keep_epochs(2); }) ==
        (temporary.path() / "norms.csv").string() +
            " should have the rows of 2 epochs, but ends after 1");
}

TEST_CASE("missing rows are reported") {
  const TemporaryFolder temporary;
  const RunFolder folder = RunFolder::create(temporary.path(), configuration);
  folder.record(row(1));
  CHECK(error_of([&] { folder.keep_epochs(2); }) ==
        (temporary.path() / "metrics.csv").string() +
            " should have the rows of 2 epochs, but ends after 1");
}

TEST_CASE("the files of a folder without a run are left alone") {
  const TemporaryFolder temporary;
  temporary.write("metrics.csv", "mine");
  CHECK(error_of([&] { (void)RunFolder::create(temporary.path(), configuration); }) ==
        temporary.path().string() +
            " has a metrics.csv but no config.json: it is neither a run's folder nor empty");
  CHECK(read_file(temporary.path() / "metrics.csv") == "mine");
}
