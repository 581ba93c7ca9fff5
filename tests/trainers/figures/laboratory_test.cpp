#include "figures/laboratory.hpp"

#include "support/csv_writer.hpp"
#include "support/files.hpp"
#include "support/usage_error.hpp"
#include "temporary_folder.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using figures::Laboratory;
using figures::numbers;

namespace {

trainer::Options small_options(const std::string& schedule) {
  trainer::Options options;
  options.limit = 40;
  options.test_limit = 20;
  options.depth = 10;
  options.batch_size = 20;
  options.epochs = 6;
  options.threads = 1;
  options.schedule = schedule;
  return options;
}

}  // namespace

TEST_CASE("a run stopped by its schedule is complete with fewer rows, an interrupted one is not") {
  const TemporaryFolder folder;
  Laboratory laboratory(folder.path(), {});
  const auto epochs = [&](const std::string& name, const std::string& schedule) {
    return numbers(laboratory.train(name, small_options(schedule)).metrics, "epoch");
  };
  const std::string stopping = "step(2, stages=2)";
  CHECK(epochs("stopped", stopping) == std::vector<double>{1, 2, 3, 4});
  const auto trained = std::filesystem::last_write_time(folder.path() / "stopped/last.ckpt");
  CHECK(epochs("stopped", stopping) == std::vector<double>{1, 2, 3, 4});
  CHECK(std::filesystem::last_write_time(folder.path() / "stopped/last.ckpt") == trained);
  CHECK(epochs("whole", "step(4)") == std::vector<double>{1, 2, 3, 4, 5, 6});

  const auto cut_last_row = [&](const std::string& name) {
    const std::filesystem::path metrics = folder.path() / name / "metrics.csv";
    const std::string text = support::read_file(metrics);
    support::write_atomically(metrics, {text.substr(0, text.rfind('\n', text.size() - 2) + 1)});
  };
  cut_last_row("stopped");
  CHECK_THROWS_AS(epochs("stopped", stopping), std::runtime_error);
  cut_last_row("whole");
  CHECK_THROWS_AS(epochs("whole", "step(4)"), std::runtime_error);
}

TEST_CASE("a run that diverged has diverged whenever it is asked for, and is trained once") {
  const TemporaryFolder folder;
  Laboratory laboratory(folder.path(), {});
  trainer::Options options = small_options("never");
  options.learning_rate = 1e30;
  options.batch_size = 10;
  const auto metrics = folder.path() / "run/metrics.csv";
  std::string written;
  for (int call = 1; call <= 2; ++call) {
    CAPTURE(call);
    const figures::Run run = laboratory.train_as_far_as_it_goes("run", options);
    CHECK(run.diverged);
    CHECK(numbers(run.metrics, "epoch") == std::vector<double>{1, 2, 3});
    if (call == 1) written = support::read_file(metrics);
    CHECK(support::read_file(metrics) == written);
    CHECK_THROWS_AS((void)laboratory.train("run", options), std::runtime_error);
  }
  CHECK_FALSE(
      laboratory.train_as_far_as_it_goes("other", small_options("step(2, stages=2)")).diverged);
}

TEST_CASE("a finished run with only its tables kept is read, and its data are not") {
  const TemporaryFolder folder;
  Laboratory laboratory(folder.path(), {});
  const trainer::Options options = small_options("step(2, stages=2)");
  const std::vector<double> losses =
      numbers(laboratory.train("run", options).metrics, "train_loss");
  const auto remove = [&](const char* name) {
    std::filesystem::remove(folder.path() / "run" / name);
  };
  for (const char* const name :
       {"last.ckpt", "previous.ckpt", "stage-1.safetensors", "stage-2.safetensors"})
    remove(name);
  CHECK(numbers(laboratory.train("run", options).metrics, "train_loss") == losses);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "run/last.ckpt"));

  // A table of all epochs needs no decisions.
  csv::Writer table("epoch,train_loss");
  for (int epoch = 1; epoch <= 6; ++epoch) table.row(epoch, 1.0);
  folder.write("run/metrics.csv", table.text());
  CHECK(laboratory.train("run", options).metrics.rows.size() == 6);

  trainer::Options longer = options;
  longer.schedule = "step(2, stages=3)";
  CHECK_THROWS_AS((void)laboratory.train("run", longer), support::UsageError);
}
