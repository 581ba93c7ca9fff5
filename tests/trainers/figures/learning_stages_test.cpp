// LibTorch's logging defines its own CHECK, so doctest.h and headers that include it come after it.
// clang-format off
#include "run/checkpoint.hpp"
#include "run/training.hpp"
#include "needs.hpp"
#include "program.hpp"
// clang-format on
#include "figures/laboratory.hpp"
#include "run/options.hpp"
#include "support/csv.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"
#include "tiny_runs.hpp"

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <ATen/ops/arange.h>
#include <doctest/doctest.h>
#include <unistd.h>

using support::read_file;

namespace {

/// A run of this many epochs that was not cut off. The tests of a folder train it once.
std::filesystem::path whole_run(const std::filesystem::path& folder, const std::string& epochs,
                                const Arguments& method) {
  std::filesystem::path whole = folder / ("whole of " + epochs + " epochs");
  if (!std::filesystem::exists(whole))
    CHECK(run(tiny(whole, {"--epochs", epochs}, method)).code == 0);
  return whole;
}

/// Resumes a run that was cut off for one more epoch and compares it with one that was not, in the same
/// folder.
void check_resumes(const std::filesystem::path& cut, const Arguments& method = usual) {
  const std::string epochs = std::to_string(lines(cut / "metrics.csv").size() + 1);
  const Result resumed = run(resume(cut, {"--epochs", epochs}));
  CAPTURE(resumed.text);
  CHECK(resumed.code == 0);
  const std::filesystem::path whole = whole_run(cut.parent_path(), epochs, method);
  CHECK(rows(cut) == rows(whole));
  for (const auto& entry : std::filesystem::directory_iterator(whole)) {
    const std::filesystem::path name = entry.path().filename();
    const bool is_table = name.extension() == ".csv" && name != "metrics.csv";
    if (!is_table && name.extension() != ".safetensors" && name != "decisions.jsonl") continue;
    CAPTURE(entry.path().string());
    CHECK(read_file(cut / name) == read_file(entry.path()));
  }
}

/// Kills one run when it prints `moment`, interrupts another, and resumes both.
void check_cut_at(const std::string& moment, const std::filesystem::path& folder,
                  const Arguments& method) {
  for (const int signal : {SIGKILL, SIGTERM}) {
    CAPTURE(signal);
    const auto cut = folder / ("cut by " + std::to_string(signal));
    Process process(tiny(cut, {"--epochs", endless}, method));
    process.wait_for(moment);
    process.send(signal);
    CHECK(process.wait() == (signal == SIGKILL ? -SIGKILL : 128 + signal));
    check_resumes(cut, method);
  }
}

}  // namespace

TEST_CASE("a run writes its metrics, decisions, snapshots and checkpoint") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  const Result result = run(tiny(out, {"--epochs", "5"}));
  CAPTURE(result.text);
  CHECK(result.code == 0);
  const std::vector<std::string> table = rows(out);
  REQUIRE(table.size() == 6);
  CHECK(table[1].starts_with("1,1,0.1,"));
  CHECK(table[2].ends_with(",decay,sgd,12"));
  CHECK(table[3].starts_with("3,2,0.01"));
  CHECK(table[5].ends_with(",hold,sgd,12"));
  CHECK(lines(out / "decisions.jsonl").size() == 2);
  for (const char* const file : {"config.json", "last.ckpt", "stage-1.safetensors",
                                 "stage-2.safetensors", "stage-3.safetensors"}) {
    CAPTURE(file);
    CHECK(std::filesystem::file_size(out / file) > 0);
  }
  CHECK(!std::filesystem::exists(out / "stage-4.safetensors"));
  CHECK(contains(result.text, "decay after 2 observations of stage 1"));
  CHECK(contains(result.text, "finished after 5 epochs"));
  CHECK(contains(result.text, "no picture: gnuplot"));
  CHECK(!contains(result.text, "\r"));

  const std::string metrics = read_file(out / "metrics.csv");
  const Result again = run(resume(out));
  CHECK(again.code == 0);
  CHECK(contains(again.text, "is finished, after 5 epochs"));
  CHECK(read_file(out / "metrics.csv") == metrics);
}

TEST_CASE("a finished run draws its stages" * needs_gnuplot()) {
  const TemporaryFolder folder;
  for (const Arguments& method : {usual, Arguments{"--method", "bgd"}}) {
    const auto out = folder.path() / method.back();
    const Result result = run(with_picture(tiny(out, {"--epochs", "2"}, method)));
    CAPTURE(result.text);
    CHECK(result.code == 0);
    CHECK(contains(result.text, "drew the learning stages in " + (out / "stages.svg").string()));
    for (const char* const picture : {"stages.svg", "stages.png"})
      CHECK(std::filesystem::file_size(out / picture) > 1000);
  }
}

TEST_CASE("two runs with the same options have the same metrics") {
  const TemporaryFolder folder;
  for (const char* const name : {"a", "b"})
    CHECK(run(tiny(folder.path() / name, {"--epochs", "2"})).code == 0);
  CHECK(rows(folder.path() / "a") == rows(folder.path() / "b"));
  CHECK(run(tiny(folder.path() / "c", {"--epochs", "2", "--seed", "1"})).code == 0);
  CHECK(rows(folder.path() / "a") != rows(folder.path() / "c"));
}

TEST_CASE("a run that is killed is resumed as if it had not been") {
  const TemporaryFolder folder;
  for (const std::string moment : {"    1 ", "    2 ", "of stage 1", "    3 "}) {
    CAPTURE(moment);
    const auto out = folder.path() / ("cut at " + moment);
    Process process(tiny(out, {"--epochs", endless}));
    process.wait_for(moment);
    process.send(SIGKILL);
    CHECK(process.wait() == -SIGKILL);
    check_resumes(out);
  }
}

TEST_CASE("a run that was killed before its first checkpoint starts from the beginning") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "cut";
  CHECK(run(tiny(out, {"--epochs", "1"})).code == 0);
  std::filesystem::remove(out / "last.ckpt");
  check_resumes(out);
}

TEST_CASE("a signal ends the run with a checkpoint in the middle of an epoch") {
  const TemporaryFolder folder;
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) {
    CAPTURE(signal);
    const auto out = folder.path() / ("cut" + std::to_string(signal));
    Process process(tiny(out, {"--epochs", endless}));
    process.wait_for("    3 ");
    process.send(signal);
    CHECK(process.wait() == 128 + signal);
    CHECK(contains(process.text(), "interrupted in epoch "));
    CHECK(contains(process.text(), "learning_stages --out '" + out.string() + "' --resume"));
    check_resumes(out);
  }
}

TEST_CASE("a run resumes from a checkpoint within an epoch, bit for bit") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "cut";
  // An epoch has four steps, so the checkpoint before that at its end is that after the third.
  CHECK(run(tiny(out, {"--epochs", "2", "--checkpoint-steps", "3"})).code == 0);
  const trainer::Checkpoint within = trainer::read_checkpoint(out / "previous.ckpt");
  CHECK(within.epoch == 2);
  CHECK(within.step == 3);
  CHECK(within.seconds > 0.0);
  std::filesystem::remove(out / "last.ckpt");
  check_resumes(out);
}

TEST_CASE("a run that is killed while it saves after every step is resumed") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "cut";
  Process process(tiny(out, {"--epochs", endless, "--checkpoint-steps", "1"}));
  process.wait_for("    2 ");
  process.send(SIGKILL);
  CHECK(process.wait() == -SIGKILL);
  check_resumes(out);
}

TEST_CASE("a run whose batch grows resumes with the size it had reached") {
  const TemporaryFolder folder;
  check_cut_at("    3 ", folder.path(), {"--batch-size", "12", "--schedule", "at(1, 2) | grow(2)"});
  const auto whole = folder.path() / "cut by 9";
  const std::vector<std::string> table = rows(whole);
  REQUIRE(table.size() >= 4);
  CHECK(table[1].ends_with(",sgd,12"));
  CHECK(table[2].ends_with(",sgd,24"));
  CHECK(table[3].ends_with(",sgd,40"));  // all images
  const std::vector<std::string> decisions = lines(whole / "decisions.jsonl");
  REQUIRE(decisions.size() == 2);
  CHECK(contains(decisions[0], R"("batch_size":24,"method":"sgd")"));
  CHECK(contains(decisions[1], R"("batch_size":40,"method":"sgd")"));
}

TEST_CASE("a run with a fixed schedule is one stage, and resumes within it") {
  const TemporaryFolder folder;
  const Arguments cosine = {"--batch-size", "12", "--schedule", "cosine(1000)"};
  check_cut_at("    2 ", folder.path(), cosine);

  const auto out = folder.path() / "linear";
  CHECK(run(tiny(out, {"--epochs", "9"}, {"--batch-size", "12", "--schedule", "linear(4)"})).code ==
        0);
  const std::vector<std::string> table = rows(out);
  REQUIRE(table.size() == 5);
  CHECK(table[1].starts_with("1,1,0.1,"));
  CHECK(table[3].starts_with("3,1,0.05,"));
  CHECK(table[4].starts_with("4,1,0.025"));
  CHECK(table[4].ends_with(",stop,sgd,12"));
  CHECK(lines(out / "decisions.jsonl").size() == 1);
  CHECK(std::filesystem::exists(out / "stage-1.safetensors"));
  CHECK(!std::filesystem::exists(out / "stage-2.safetensors"));
}

TEST_CASE("averaged weights begin anew in each stage, and leave the training alone") {
  const TemporaryFolder folder;
  const auto table = [&](const std::string& share) {
    const auto out = folder.path() / share;
    CHECK(run(tiny(out, {"--epochs", "4", "--average-weights", share})).code == 0);
    return csv::read((out / "metrics.csv").string());
  };
  const csv::Table latest = table("1e-9");  // in effect the latest weights alone
  const csv::Table whole = table("1");
  const csv::Table without = table("0");
  for (const char* const column : {"train_loss", "test_loss", "test_accuracy"}) {
    CHECK(figures::numbers(whole, column) == figures::numbers(latest, column));
    CHECK(figures::numbers(whole, column) == figures::numbers(without, column));
  }
  CHECK(!without.has_column("average_test_loss"));
  const std::vector<double> means = figures::numbers(whole, "average_test_loss");
  const std::vector<double> last = figures::numbers(latest, "average_test_loss");
  for (const std::size_t first_of_stage : {0, 2}) {
    CHECK(means[first_of_stage] == last[first_of_stage]);
    CHECK(means[first_of_stage + 1] != last[first_of_stage + 1]);
  }
}

TEST_CASE("a run that averages its weights resumes with their mean") {
  const TemporaryFolder folder;
  check_cut_at("    2 ", folder.path(), usual + Arguments{"--average-weights", "0.5"});
  CHECK(lines(folder.path() / "cut by 9" / "metrics.csv")
            .front()
            .ends_with(",images_per_second,average_test_loss,average_test_accuracy"));
}

TEST_CASE("a run by batch gradient descent can be resumed") {
  const TemporaryFolder folder;
  const Arguments bgd = {"--method", "bgd", "--schedule", "at(2)"};
  check_cut_at("    3 ", folder.path(), bgd);
  CHECK(rows(folder.path() / "cut by 9").back().ends_with(",bgd,40"));
}

TEST_CASE("a run by batch gradient descent in chunks can be resumed and names its approximation") {
  const TemporaryFolder folder;
  const Arguments chunks = {"--method", "bgd", "--schedule", "at(2)", "--chunk-size", "16"};
  check_cut_at("    3 ", folder.path(), chunks);
  const auto whole = folder.path() / "cut by 9";
  CHECK(rows(whole).back().ends_with(",bgd approximated in chunks of 16,40"));
  CHECK(contains(read_file(whole / "decisions.jsonl"),
                 R"("batch_size":40,"method":"bgd approximated in chunks of 16")"));
}

TEST_CASE("a run that measures norms and patterns resumes with their tables") {
  const TemporaryFolder folder;
  check_cut_at("    2 ", folder.path(), usual + Arguments{"--norms", "--pattern-kinds"});
  for (const char* const table : {"norms.csv", "patterns.csv"}) {
    CAPTURE(table);
    CHECK(lines(folder.path() / "cut by 9" / table).size() >= 4);
  }
}

TEST_CASE("an evaluated training loss is that of the test images if they are the same images") {
  const TemporaryFolder folder;
  const auto losses = [&](const std::string& train_loss) {
    trainer::Options options = {.depth = 10, .schedule = "never"};
    options.train_loss = train_loss;
    options.augment = true;
    options.epochs = 2;
    options.batch_size = 12;
    options.threads = 1;
    options.out = folder.path() / train_loss;
    (void)trainer::train(options, {.load =
                                       [](const std::string& source, std::uint64_t seed) {
                                         trainer::Dataset data =
                                             trainer::load_dataset(source, seed);
                                         data.test = data.train = data.train.select(at::arange(24));
                                         return data;
                                       },
                                   .verbose = false});
    return csv::read((options.out / "metrics.csv").string());
  };
  const auto column = [](const csv::Table& table, const char* name) {
    return figures::numbers(table, name);
  };
  const csv::Table evaluated = losses("evaluated");
  CHECK(column(evaluated, "train_loss") == column(evaluated, "test_loss"));
  CHECK(column(evaluated, "train_accuracy") == column(evaluated, "test_accuracy"));
  CHECK(column(evaluated, "level") == column(evaluated, "test_loss"));
  const csv::Table running = losses("running");
  CHECK(column(running, "test_loss") == column(evaluated, "test_loss"));
  for (std::size_t epoch = 0; epoch < 2; ++epoch)
    CHECK(column(running, "train_loss")[epoch] != column(evaluated, "train_loss")[epoch]);
}

TEST_CASE("a run with an evaluated training loss resumes, and keeps to it") {
  const TemporaryFolder folder;
  const Arguments evaluated = usual + Arguments{"--train-loss", "evaluated"};
  check_cut_at("    2 ", folder.path(), evaluated);
  const Result other = run(resume(folder.path() / "cut by 9", {"--train-loss", "running"}));
  CHECK(other.code == 2);
  CHECK(contains(other.text,
                 R"(--train-loss is "evaluated" in the run that is resumed and "running" here)"));
}

TEST_CASE("wrong options end with code 2 before anything is written") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  for (const Arguments& wrong : {Arguments{"--epochs", "0"},
                                 {"--schedule", "auto(windw=3)"},
                                 {"--train-loss", "mean"},
                                 {"--average-weights", "1.5"},
                                 {"--resume"},
                                 {"--batch-size", "0x10"},
                                 {"--seed", "18446744073709551616"},
                                 {"--data", "absent"},
                                 {"--out", "/dev/null/run"},
                                 {"--epoch", "1"}}) {
    const Result result = run(tiny(out, wrong, {}));
    CAPTURE(result.text);
    CHECK(result.code == 2);
    CHECK(result.text.starts_with("learning_stages: "));
    CHECK(!std::filesystem::exists(out));
  }
}

TEST_CASE("wrong options leave a run unchanged") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  CHECK(run(tiny(out, {"--epochs", "2"})).code == 0);
  const std::string configuration = read_file(out / "config.json");

  CHECK(run(tiny(out)).code == 2);
  const Result other = run(resume(out, {"--batch-size", "13"}));
  CHECK(other.code == 2);
  CHECK(contains(other.text, "--batch-size is 12 in the run that is resumed and 13 here"));
  const Result fewer = run(resume(out, {"--epochs", "1"}));
  CHECK(fewer.code == 2);
  CHECK(contains(fewer.text, "--epochs must be at least 2, "));
  CHECK(read_file(out / "config.json") == configuration);
}

TEST_CASE("data that cannot be loaded end with code 1 and leave no folder") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  const TemporaryFolder empty;
  const Result result = run(tiny(out, {"--data", empty.path().string()}));
  CHECK(result.code == 1);
  CHECK(contains(result.text, empty.path().string()));
  CHECK(!std::filesystem::exists(out));
}

TEST_CASE("a loss that stays non-finite ends the run after three epochs, without a checkpoint") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  const Result result = run(tiny(out, {"--learning-rate", "1e30", "--epochs", "9"}));
  CAPTURE(result.text);
  CHECK(result.code == 1);
  CHECK(contains(result.text, "the training loss was non-finite in 3 consecutive epochs"));
  CHECK(rows(out).size() == 4);
  CHECK(rows(out).back().ends_with(",nan,stop,sgd,12"));
  CHECK(!std::filesystem::exists(out / "last.ckpt"));
}

TEST_CASE("a caller can distinguish a loss that stays non-finite from other failures") {
  const TemporaryFolder folder;
  trainer::Options options = {.limit = 24, .test_limit = 10, .depth = 10, .schedule = "never"};
  options.learning_rate = 1e30;
  options.out = folder.path() / "run";
  CHECK_THROWS_AS((void)trainer::train(options, {.verbose = false}), trainer::Diverged);
}

TEST_CASE("a full disk leaves the previous checkpoint, and the run can be resumed later") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "cut";
  CHECK(run(tiny(out, {"--epochs", "1"})).code == 0);
  const std::string checkpoint = read_file(out / "last.ckpt");

  // Limits files to 64 blocks, which is too small for a checkpoint but enough for all other files.
  Arguments limited = {"/bin/sh", "-c", "ulimit -f 64; trap '' XFSZ; exec \"$@\"", "sh"};
  for (const std::string& argument : resume(out, {"--epochs", "9"})) limited.push_back(argument);
  const Result result = run(limited);
  CAPTURE(result.text);
  CHECK(result.code == 1);
  CHECK(contains(result.text, "cannot write "));
  CHECK(contains(result.text, "File too large"));
  CHECK(read_file(out / "last.ckpt") == checkpoint);
  for (const auto& entry : std::filesystem::directory_iterator(out))
    CHECK(entry.path().extension() != ".new");
  check_resumes(out);
}

TEST_CASE("a checkpoint that is damaged or of another run is named") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  const auto other = folder.path() / "other";
  CHECK(run(tiny(out, {"--epochs", "1"})).code == 0);
  CHECK(run(tiny(other, {"--epochs", "1", "--seed", "1"})).code == 0);
  const auto checkpoint = out / "last.ckpt";

  std::filesystem::copy_file(other / "last.ckpt", checkpoint,
                             std::filesystem::copy_options::overwrite_existing);
  const Result foreign = run(resume(out));
  CHECK(foreign.code == 1);
  CHECK(contains(foreign.text, checkpoint.string() + " is of another run: --seed is 1"));

  std::filesystem::resize_file(checkpoint, std::filesystem::file_size(checkpoint) / 2);
  const Result damaged = run(resume(out));
  CHECK(damaged.code == 1);
  CHECK(contains(damaged.text, checkpoint.string() + " is truncated or damaged"));
}

TEST_CASE("a hang-up that is ignored, and output that nobody reads, end no training") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);
  Arguments unread = {"/bin/bash", "-c", "exec \"$@\" >&" + std::to_string(ends[1]), "bash"};
  for (const std::string& argument : tiny(out, {"--epochs", "5"})) unread.push_back(argument);
  const Result result = run(unread);
  ::close(ends[1]);
  CHECK(rows(out).size() == 6);  // the header and all epochs
  CHECK(result.code == 1);
  CHECK(contains(result.text, "learning_stages: standard output cannot be written"));

  const auto cut = folder.path() / "cut";
  Arguments hung = {"/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh"};
  for (const std::string& argument : tiny(cut, {"--epochs", endless})) hung.push_back(argument);
  Process process(hung);
  process.wait_for("    1 ");
  process.send(SIGHUP);
  process.wait_for("    3 ");
  process.send(SIGTERM);
  CHECK(process.wait() == 128 + SIGTERM);
}

TEST_CASE("a checkpoint that says what its run cannot have come to is refused") {
  const TemporaryFolder folder;
  trainer::Options options = {.limit = 24, .test_limit = 10, .depth = 10, .schedule = "never"};
  options.epochs = 1;
  options.batch_size = 12;
  options.threads = 1;
  options.out = folder.path() / "run";
  const trainer::TrainingContext quiet = {.verbose = false};
  (void)trainer::train(options, quiet);
  options.resume = true;
  options.epochs = 2;
  const auto last = options.out / "last.ckpt";
  const trainer::Checkpoint sound = trainer::read_checkpoint(last);
  const auto error_with = [&](const auto& change) {
    trainer::Checkpoint checkpoint = sound;
    change(checkpoint);
    trainer::write_checkpoint(last, checkpoint);
    const std::string error = error_of([&] { (void)trainer::train(options, quiet); });
    const std::string start = "the checkpoint in " + options.out.string() + " cannot be resumed: ";
    return error.starts_with(start) ? error.substr(start.size()) : error;
  };
  CHECK(error_with([](trainer::Checkpoint& c) { c.batch_size = 25; }) ==
        "batch_size must be one that the data allow, got 25");
  CHECK(error_with([](trainer::Checkpoint& c) { c.step = 3; }) == "step must be in 0 … 2, got 3");
  CHECK(error_with([](trainer::Checkpoint& c) {
          c.tensors = "PK\3\4 of LibTorch's";
        }).starts_with("the tensors of the checkpoint: a file of torch.save"));
  CHECK(error_with([](trainer::Checkpoint& c) {
          c.tensors.pop_back();
        }).find("truncated or damaged") != std::string::npos);
  CHECK(error_with([](trainer::Checkpoint&) {}).empty());
}

TEST_CASE("two processes cannot use one folder") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  CHECK(run(tiny(out, {"--epochs", "1"})).code == 0);
  const support::FileLock lock(out / "lock");
  const Result result = run(resume(out, {"--epochs", "2"}));
  CHECK(result.code == 1);
  CHECK(contains(result.text, "another process is using it"));
}

TEST_CASE("help names every option, and the version is printed") {
  const Result help = run({LEARNING_STAGES_PROGRAM, "--help"});
  CHECK(help.code == 0);
  for (const char* const option : {"--data", "--schedule", "--epochs", "--resume", "--threads"})
    CHECK(contains(help.text, option));
  CHECK(run({LEARNING_STAGES_PROGRAM, "--version"}).code == 0);
}
