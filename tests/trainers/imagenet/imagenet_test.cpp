#include "needs.hpp"
#include "noise_images.hpp"
#include "on_ranks.hpp"
#include "program.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <sys/stat.h>

using support::read_file;

namespace {

/// Keeps the index caches of the programs started here separate from the user's.
const TemporaryFolder caches;
[[maybe_unused]] const int cache_is_set =
    ::setenv("XDG_CACHE_HOME", caches.path().c_str(), /*overwrite=*/1);

/// Images of noise in three classes, with six training and two validation images each.
void write_images(const TemporaryFolder& folder, const std::string& validation = "val") {
  write_noise_images(folder, 6, 2, validation);
}

/// A training on the smallest images, of the smallest network by default.
Arguments small(const TemporaryFolder& data, const std::filesystem::path& out,
                const Arguments& more, const std::string& model = "wrn-10-1") {
  const Arguments common = {"--model", model, "--image-size", "32", "--threads", "1"};
  return without_picture(
      Arguments{IMAGENET_PROGRAM, "--data", data.path().string(), "--out", out.string()} + common +
      more);
}

/// A training with four steps per epoch and a decay after every second epoch.
Arguments tiny(const TemporaryFolder& data, const std::filesystem::path& out,
               const Arguments& more = {}) {
  const Arguments recipe = {"--batch-size", "4",          "--learning-rate",
                            "0.01",         "--schedule", "step(2)"};
  return small(data, out, recipe + more);
}

Arguments resumption(const std::filesystem::path& out, const Arguments& more = {}) {
  return without_picture(Arguments{IMAGENET_PROGRAM, "--resume", "--out", out.string()} + more);
}

/// A run of three epochs that was not interrupted, with its images. No test changes it.
struct WholeRun {
  TemporaryFolder data, folder;
  std::filesystem::path out = folder.path() / "run";
  Result result;

  WholeRun() {
    write_images(data, "test");
    result = run(with_picture(tiny(data, out, {"--epochs", "3"})));
    CAPTURE(result.text);
    REQUIRE(result.code == 0);
  }

  /// The weights after the second epoch.
  [[nodiscard]] std::filesystem::path weights() const { return out / "stage-1.safetensors"; }
};

const WholeRun& whole_run() {
  static const WholeRun trained;
  return trained;
}

/// One of two processes that meet at a port of this machine.
Arguments one_of_two(int rank, std::uint16_t port, const Arguments& command) {
  return with_environment(
      {"RANK=" + std::to_string(rank), "LOCAL_RANK=" + std::to_string(rank), "WORLD_SIZE=2",
       "MASTER_ADDR=127.0.0.1", "MASTER_PORT=" + std::to_string(port)},
      command);
}

void run_both(const Arguments& command) {
  const std::uint16_t port = free_port();
  Process first(one_of_two(0, port, command));
  Process second(one_of_two(1, port, command));
  CHECK(first.wait() == 0);
  CHECK(second.wait() == 0);
}

/// Compares a run that was cut off and resumed for one more epoch with a run that was not.
void check_resumes(const TemporaryFolder& data, const std::filesystem::path& cut,
                   const std::filesystem::path& whole, const Arguments& more = {}) {
  const std::string epochs = std::to_string(lines(cut / "metrics.csv").size());
  const Result resumed = run(resumption(cut, Arguments{"--epochs", epochs} + more));
  CAPTURE(resumed.text);
  CHECK(resumed.code == 0);
  CHECK(run(tiny(data, whole, {"--epochs", epochs})).code == 0);
  CHECK(rows(cut) == rows(whole));
  for (const auto& entry : std::filesystem::directory_iterator(whole)) {
    const std::filesystem::path name = entry.path().filename();
    if (name.extension() != ".safetensors" && name != "decisions.jsonl") continue;
    CAPTURE(name.string());
    CHECK(read_file(cut / name) == read_file(whole / name));
  }
}

}  // namespace

TEST_CASE("a run of imagenet writes its metrics, decisions, snapshots and checkpoints" *
          needs_gnuplot()) {
  const std::filesystem::path& out = whole_run().out;
  const Result& result = whole_run().result;
  CAPTURE(result.text);
  const std::vector<std::string> table = rows(out);
  REQUIRE(table.size() == 4);
  CHECK(table[0].ends_with("train_top5,test_top5,images,skipped"));
  CHECK(table[2].ends_with(",decay,sgd,4,1,1,16,0"));
  for (const char* const file :
       {"config.json", "decisions.jsonl", "stage-1.safetensors", "stage-2.safetensors", "last.ckpt",
        "previous.ckpt", "stages.svg"}) {
    CAPTURE(file);
    CHECK(std::filesystem::file_size(out / file) > 0);
  }
  CHECK(contains(result.text, "18 training and 6 validation images of 3 classes"));
  CHECK(contains(result.text, "decay after 2 observations of stage 1"));
  CHECK(contains(result.text, "StepDecay"));  // the summary

  const Result again = run(resumption(out));
  CHECK(again.code == 0);
  CHECK(contains(again.text, "is finished, after 3 epochs"));
  CHECK(run({IMAGENET_PROGRAM, "verify", out.string()}).code == 0);

  const TemporaryFolder folder;
  const auto copy = folder.path() / "run";
  std::filesystem::copy(out, copy);
  std::string metrics = read_file(copy / "metrics.csv");
  metrics[metrics.find("\n2,") + 5] ^= 1;
  folder.write("run/metrics.csv", metrics);
  for (const char* const command : {"verify", "table"}) {
    const Result altered = run({IMAGENET_PROGRAM, command, copy.string()});
    CHECK(altered.code == 1);
    CHECK(contains(altered.text,
                   (copy / "metrics.csv").string() + ":3: not the line that was written"));
  }
}

TEST_CASE("a run of imagenet that is killed is resumed as if it had not been") {
  const TemporaryFolder data;
  write_images(data);
  const TemporaryFolder folder;
  const auto out = folder.path() / "cut";
  Process process(tiny(data, out, {"--epochs", endless, "--checkpoint-steps", "3"}));
  process.wait_for("    3 ");
  process.send(SIGKILL);
  CHECK(process.wait() == -SIGKILL);
  check_resumes(data, out, folder.path() / "whole", {"--workers", "3"});
}

TEST_CASE("a run of imagenet resumes from the checkpoint before a damaged one") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "cut";
  CHECK(run(tiny(whole_run().data, out, {"--epochs", "2", "--checkpoint-steps", "0"})).code == 0);
  const auto last = out / "last.ckpt";
  std::filesystem::resize_file(last, std::filesystem::file_size(last) - 1);
  const Result result = run(resumption(out, {"--epochs", "3"}));
  CHECK(result.code == 0);
  CHECK(contains(result.text, "is truncated or damaged"));
  CHECK(contains(result.text, "resuming from " + (out / "previous.ckpt").string()));
  CHECK(rows(out) == rows(whole_run().out));
}

TEST_CASE("two processes train together and end together, and their run can be resumed" *
          needs_gloo()) {
  const TemporaryFolder data;
  write_images(data);
  const TemporaryFolder folder;
  const auto interrupted = folder.path() / "interrupted", left = folder.path() / "left";
  const auto whole = folder.path() / "whole";
  const auto command = [&](const std::filesystem::path& out, const std::string& epochs) {
    return tiny(data, out, {"--epochs", epochs, "--timeout", "60"});
  };
  {  // One of them receives a signal.
    const std::uint16_t port = free_port();
    Process first(one_of_two(0, port, command(interrupted, endless)));
    Process second(one_of_two(1, port, command(interrupted, endless)));
    first.wait_for("    3 ");
    second.send(SIGTERM);
    CHECK(second.wait() == 128 + SIGTERM);
    CHECK(first.wait() == 128 + SIGTERM);
    CHECK(contains(first.text(), "interrupted in epoch "));
    CHECK(contains(first.text(),
                   "resume with: imagenet --out '" + interrupted.string() + "' --resume\n"));
    CHECK(second.text().empty());
  }
  {  // One of them dies.
    const std::uint16_t port = free_port();
    Process first(one_of_two(0, port, command(left, endless)));
    Process second(one_of_two(1, port, command(left, endless)));
    first.wait_for("    2 ");
    second.send(SIGKILL);
    CHECK(second.wait() == -SIGKILL);
    CHECK(first.wait() == 1);
    CAPTURE(first.text());
    CHECK(contains(first.text(), "imagenet: rank 0: lost contact with rank 1 while "));
  }

  // An epoch more than either run has come to.
  const std::size_t epochs =
      std::max(lines(interrupted / "metrics.csv").size(), lines(left / "metrics.csv").size());
  run_both(command(whole, std::to_string(epochs)));
  for (const auto& out : {interrupted, left})
    run_both(resumption(out, {"--epochs", std::to_string(epochs)}));
  CHECK(lines(interrupted / "decisions.jsonl") == lines(whole / "decisions.jsonl"));
  for (const auto& entry : std::filesystem::directory_iterator(whole))
    if (entry.path().extension() == ".safetensors")
      CHECK(read_file(interrupted / entry.path().filename()) == read_file(entry.path()));
  CHECK(rows(left) == rows(whole));
}

TEST_CASE("a process that meets a stranger or another run ends and says so" * needs_gloo()) {
  const TemporaryFolder data;
  write_images(data);
  const TemporaryFolder folder;
  const MuteListener stranger;
  const Result silence =
      run(one_of_two(1, stranger.port(), tiny(data, folder.path() / "a", {"--timeout", "1"})));
  CHECK(silence.code == 1);
  CHECK(contains(silence.text, "imagenet: rank 1: what listens at 127.0.0.1:"));

  const std::uint16_t port = free_port();
  Process first(
      one_of_two(0, port, tiny(data, folder.path() / "a", {"--epochs", "1", "--timeout", "60"})));
  const Result other = run(
      one_of_two(1, port, tiny(data, folder.path() / "b", {"--epochs", "1", "--timeout", "60"})));
  CHECK(other.code == 1);
  CHECK(contains(other.text, "found the run '--out " + (folder.path() / "a").string() + "'"));
  Process second(
      one_of_two(1, port, tiny(data, folder.path() / "a", {"--epochs", "1", "--timeout", "60"})));
  CHECK(first.wait() == 0);
  CHECK(second.wait() == 0);
}

TEST_CASE("a process with another configuration is named by all processes" * needs_gloo()) {
  const TemporaryFolder data;
  write_images(data);
  const TemporaryFolder folder;
  const Arguments command = tiny(data, folder.path() / "run", {"--timeout", "60"});
  const std::uint16_t port = free_port();
  Process first(one_of_two(0, port, command));
  Process second(one_of_two(1, port, command + Arguments{"--seed", "1"}));
  CHECK(first.wait() == 1);
  CHECK(second.wait() == 1);
  for (const Process* const process : {&first, &second}) {
    CAPTURE(process->text());
    CHECK(contains(process->text(), "the run's configuration"));
    CHECK(contains(process->text(), "rank 1"));
  }
  CHECK(!std::filesystem::exists(folder.path() / "run"));
}

TEST_CASE("a file that is not an image is skipped and named, and too many end the run") {
  const TemporaryFolder data;
  write_images(data);
  data.write("train/class0/broken.png", "no image");
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  // A ResNet this time.
  const Arguments command = small(data, out, {"--batch-size", "19", "--epochs", "1"}, "resnet18");
  const Result result = run(command);
  CAPTURE(result.text);
  CHECK(result.code == 1);  // 1 of 19 is more than 1 in 1,000
  CHECK(contains(result.text, (data.path() / "train/class0/broken.png").string()));
  CHECK(lines(out / "metrics.csv").size() == 1);

  // Once this is fixed, the same command starts the run: no completed epoch is lost.
  data.write("train/class0/broken.png", read_file(data.path() / "train/class0/0.png"));
  CHECK(run(command).code == 0);
  CHECK(lines(out / "metrics.csv").size() == 2);
}

TEST_CASE("a run of imagenet with a non-finite loss leaves no checkpoint") {
  const TemporaryFolder data;
  write_images(data);
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  const Result result = run(small(
      data, out, {"--batch-size", "6", "--learning-rate", "1e30", "--checkpoint-steps", "2"}));
  CAPTURE(result.text);
  CHECK(result.code == 1);
  CHECK(contains(result.text, "the training loss was non-finite in 3 consecutive epochs"));
  CHECK(!std::filesystem::exists(out / "last.ckpt"));
}

TEST_CASE("a run of imagenet starts with the weights of a snapshot") {
  const TemporaryFolder& data = whole_run().data;
  const TemporaryFolder folder;
  const std::string weights = whole_run().weights().string();
  const auto first_row = [&](const std::string& name) {
    CHECK(run(tiny(data, folder.path() / name, {"--epochs", "1", "--weights", weights})).code == 0);
    return rows(folder.path() / name).at(1);
  };
  const std::string row = first_row("a");
  CHECK(first_row("b") == row);
  CHECK(rows(whole_run().out).at(1) != row);

  const Result other = run({IMAGENET_PROGRAM, "--data", data.path().string(), "--out",
                            (folder.path() / "e").string(), "--model", "wrn-16-1", "--weights",
                            weights, "--image-size", "32", "--batch-size", "6"});
  CHECK(other.code == 1);
  CHECK(contains(other.text, weights));
  CHECK(contains(other.text, "blocks.1.conv1.weight"));

  // None of these makes the program wait, run code or read endlessly.
  const auto pipe = folder.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto pickle = folder.write("model.pt", "PK\3\4 and the rest of an archive");
  const auto refused = [&](const std::filesystem::path& file) {
    Result result =
        run(tiny(data, folder.path() / "f", {"--epochs", "1", "--weights", file.string()}));
    CHECK(!std::filesystem::exists(folder.path() / "f"));
    return result;
  };
  for (const std::filesystem::path& file : {std::filesystem::path("/dev/zero"), pipe}) {
    const Result result = refused(file);
    CHECK(result.code == 2);
    CHECK(result.text ==
          "imagenet: --weights: expected a regular file, got '" + file.string() + "'\n");
  }
  const Result of_torch = refused(pickle);
  CHECK(of_torch.code == 1);
  CHECK(contains(of_torch.text, pickle.string() + ": a file of torch.save"));
}

TEST_CASE("a run of imagenet resumes without the file of its initial weights") {
  const TemporaryFolder& data = whole_run().data;
  const TemporaryFolder folder;
  const auto weights = folder.path() / "weights.safetensors";
  std::filesystem::copy_file(whole_run().weights(), weights);
  const Arguments start = {"--weights", weights.string(), "--epochs"};
  const auto cut = folder.path() / "cut";
  const auto whole = folder.path() / "whole";
  CHECK(run(tiny(data, cut, start + Arguments{"1"})).code == 0);
  CHECK(run(tiny(data, whole, start + Arguments{"2"})).code == 0);
  std::filesystem::remove(weights);
  const Result resumed = run(resumption(cut, {"--epochs", "2"}));
  CAPTURE(resumed.text);
  CHECK(resumed.code == 0);
  CHECK(rows(cut) == rows(whole));

  // A run that has no checkpoint yet begins with them.
  for (const char* const name : {"last.ckpt", "previous.ckpt"}) std::filesystem::remove(cut / name);
  const Result begun = run(resumption(cut));
  CHECK(begun.code == 1);
  CHECK(contains(begun.text, weights.string()));
}

TEST_CASE("imagenet reports invalid options before it creates a folder") {
  const TemporaryFolder data;
  write_images(data);
  const TemporaryFolder folder;
  const auto out = folder.path() / "run";
  const auto error_of_run = [&](const Arguments& more, const std::filesystem::path& source) {
    const Result result =
        run(Arguments{IMAGENET_PROGRAM, "--data", source.string(), "--out", out.string()} + more);
    CHECK(result.code != 0);
    CHECK(!std::filesystem::exists(out));
    return result.text;
  };
  const std::string absent = folder.path() / "absent";
  CHECK(error_of_run({}, absent) ==
        "imagenet: --data: expected a folder, got '" + absent + "', which does not exist\n");
  CHECK(run({IMAGENET_PROGRAM, "table", absent}).code == 2);
  CHECK(run({IMAGENET_PROGRAM, "figure", absent}).code == 2);
  CHECK(contains(error_of_run({"--batch-size", "19"}, data.path()),
                 "too few training images for a batch: --batch-size is 19, but there are only 18"));
  CHECK(contains(error_of_run({"--model", "resnet20"}, data.path()), "--model must be resnet18, "));
  CHECK(contains(error_of_run({"--image-size", "16"}, data.path()),
                 "--image-size must be in 32 … 4096"));
  for (const char* const set : {"train", "val"})
    std::filesystem::rename(data.path() / set / "class0", data.path() / set / "caf\xe9");
  CHECK(contains(error_of_run({}, data.path()), "the names of class folders must be UTF-8, got"));
  std::filesystem::remove_all(data.path() / "val/class2");
  CHECK(contains(error_of_run({}, data.path()), "class2"));
}
