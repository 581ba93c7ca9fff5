#include "formats/format.hpp"
#include "log.hpp"
#include "process.hpp"
#include "support/csv.hpp"
#include "support/message.hpp"

#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::format_of;
using replay_tool::Log;
using replay_tool::read_log;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::string path_of(const std::string& file) { return LOGS "/" + file; }

Log read_example(const std::string& file, const replay_tool::Wanted& wanted = {}) {
  return read_log(path_of(file), wanted, false);
}

bool same(double a, double b) {
  return a == doctest::Approx(b) || (std::isnan(a) && std::isnan(b));
}

/// What is read from a file when nothing but its name is given.
struct Expected {
  std::string file;
  std::string column;
  std::size_t losses;
  double first_loss;
  double last_loss;
  double first_rate;
  double last_rate;
};

const std::vector<Expected> logs = {
    {"caffe.log", "loss", 8, 2.5, 0.6939, 0.1, 0.01},
    {"darknet-alexey.log", "loss", 8, 2.5, 0.6939, 0.1, 0.01},
    {"darknet.log", "loss", 8, 2.5, 0.6939, 0.1, 0.01},
    {"german.csv", "Loss; Training", 7, 2.5, 0.6939, 0.1, 0.01},
    {"huggingface.log", "loss", 8, 5.455, 0.6472, 0.09375, 0.00625},
    {"json-lines.log", "train_loss", 8, 2.5, 0.6939, 0.1, 0.01},
    {"keras-bar.log", "loss", 8, 0.6868, 0.3563, 0.5, 0.005},
    {"keras.csv", "loss", 8, 0.7393090128898621, 0.28321051597595215, 0.5, 0.5},
    {"keras.log", "loss", 8, 0.7111, 0.1821, 0.5, 0.5},
    {"lightgbm-cli.log", "training l2", 8, 2.5, 0.6939, none, none},
    {"lightgbm.log", "training's l2", 8, 3.65363, 1.02509, none, none},
    {"lightning.csv", "train_loss_epoch", 4, 3.562499523162842, 0.0980420857667923, 0.1, 0.01},
    {"llmc-cpu.log", "train loss", 8, 2.5, 0.6939, none, none},
    {"llmc-main.log", "train loss", 8, 2.5, 0.6939, 0.1, 0.01},
    {"llmc.log", "loss", 8, 2.5, 0.6939, 0.1, 0.01},
    {"mlflow/metrics/train_loss", "train_loss", 8, 2.501343642441124, 0.7018311692401652, none,
     none},
    {"nanogpt.log", "train loss", 2, 2.51, 1.0372, none, none},
    {"tensorboard.events", "Loss/train", 8, 2.501343642441124, 0.7018311692401652, 0.1, 0.01},
    {"tensorboard.events.gz", "Loss/train", 8, 2.501343642441124, 0.7018311692401652, 0.1, 0.01},
    {"timm-summary.csv", "train_loss", 8, 2.5, 0.6939, 0.1, 0.01},
    {"timm.log", "Loss", 8, 2.5, 0.694, 0.1, 0.01},
    {"torchvision.log", "loss", 8, 2.5, 0.6939, 0.1, 0.01},
    {"trainer_state.json", "loss", 8, 5.455245494842529, 0.6471778154373169, 0.09375, 0.00625},
    {"wandb.csv", "brisk-pond-1 - train/loss", 8, 2.5, 0.6939, none, none},
    {"xgboost.log", "train-rmse", 8, 1.22567, 0.19513, none, none},
};

}  // namespace

TEST_CASE("the logs of these programs are read without any option") {
  for (const Expected& expected : logs) {
    CAPTURE(expected.file);
    const Log log = read_example(expected.file);
    CHECK(log.column == expected.column);
    CHECK(log.note.empty());
    REQUIRE(log.losses.size() == expected.losses);
    CHECK(log.losses.front() == doctest::Approx(expected.first_loss));
    CHECK(log.losses.back() == doctest::Approx(expected.last_loss));
    CHECK(log.learning_rates.empty() == std::isnan(expected.first_rate));
    if (log.learning_rates.empty()) continue;
    CHECK(log.learning_rates.front() == doctest::Approx(expected.first_rate));
    CHECK(log.learning_rates.back() == doctest::Approx(expected.last_rate));
  }
}

TEST_CASE("each log in the folder is tested") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(LOGS))
    files += entry.is_regular_file() && entry.path().filename() != "README.md";
  CHECK(files == logs.size());
}

TEST_CASE("other series are read by their names") {
  CHECK(read_example("caffe.log", {.column = "test loss"}).losses ==
        std::vector<double>{2.6, 1.1272});
  CHECK(read_example("caffe.log", {.column = "test accuracy"}).losses ==
        std::vector<double>{0.1, 0.5});
  CHECK(read_example("lightning.csv", {.column = "val_loss"}).learning_rates.size() == 4);
  CHECK(read_example("nanogpt.log", {.column = "loss"}).losses.size() == 8);
  CHECK(read_example("timm.log", {.column = "test Acc@1"}).losses ==
        std::vector<double>{53.0, 57.0});
  CHECK(read_example("torchvision.log", {.column = "test acc5"}).losses ==
        std::vector<double>{45.0, 49.0});
  CHECK(read_example("huggingface.log", {.column = "eval_loss"}).losses.size() == 4);
  CHECK(read_example("wandb.csv", {.column = "true-pond-2 - train/loss"}).losses.size() == 6);
  const Log by_metric = read_example("wandb.csv", {.column = "train/loss"});
  CHECK(by_metric.column == "brisk-pond-1 - train/loss");
  CHECK(by_metric.choice.find("true-pond-2 - train/loss") != std::string::npos);
}

TEST_CASE("NaN and blank cells differ") {
  CHECK(same(read_example("json-lines.log").losses[5], none));
  CHECK(read_example("german.csv").losses[3] == 1.0272);
}

TEST_CASE("lines like those of Keras may have the epoch before its losses") {
  const TemporaryFolder folder;
  folder.write("log.txt", "Epoch 1/3 - loss: 2.33 - val_loss: 2.1\nEpoch 2/3 - loss: 2.1\n");
  CHECK(read_log((folder.path() / "log.txt").string(), {}, false).losses ==
        std::vector<double>{2.33, 2.1});
}

TEST_CASE("a rate that is printed after the loss of its iteration belongs to it") {
  const std::vector<double> rates = {0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 0.01};
  CHECK(read_example("caffe.log").learning_rates == rates);
  CHECK(read_example("torchvision.log").learning_rates == rates);
}

TEST_CASE("a log that is cut anywhere gives its beginning, or an error about the file") {
  const TemporaryFolder folder;
  for (const Expected& expected : logs) {
    CAPTURE(expected.file);
    const std::string bytes = test::read(path_of(expected.file));
    const Log whole = read_example(expected.file, {.column = expected.column});
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
      CAPTURE(size);
      const std::string file =
          folder.write(std::filesystem::path(expected.file).filename(), bytes.substr(0, size));
      try {
        const Log log = read_log(file, {.column = expected.column}, false);
        CHECK(log.losses.size() <= whole.losses.size());
      } catch (const csv::FileError& error) {
        CHECK(std::string(error.what()).starts_with(file));
      }
    }
  }
}

TEST_CASE("a torn last line is noted") {
  const TemporaryFolder folder;
  const auto note = [&](const std::string& text) {
    return read_log(folder.write("log", text), {}, false).note;
  };
  const std::string torn = "is torn and ignored: the file may still be growing";
  CHECK(note("epoch,loss\n1,2\n2") == "line 3 " + torn);
  CHECK(note("epoch,loss\n1,2\n2,\"") == "line 3 " + torn);
  CHECK(note("epoch,loss\n1,2\n2,1e") == "line 3 " + torn);
  CHECK(note("epoch,loss\n1,2\n2,1").empty());
  CHECK(note("note,loss\n\"a\nb\",2\n2").ends_with(torn));
  CHECK(note("{\"loss\": 1}\n{\"lo") == "line 2 " + torn);
  CHECK(note("1795871964316 2.5 0\n17958719") == "line 2 " + torn);
  CHECK(note("iter 0: loss 2.5, time 9ms\niter 1: loss 2.2, time 9ms\niter 2: loss 2") ==
        "line 3 " + torn);
  const std::string compressed = test::read(path_of("tensorboard.events.gz"));
  CHECK(note(compressed.substr(0, compressed.size() - 9)) ==
        "its compressed data ends early: the file may still be growing");
}

TEST_CASE("what resembles a format is not taken for it") {
  const auto name = [](std::string_view head) {
    const replay_tool::Format* const format = format_of(head);
    return format == nullptr ? std::string_view() : format->name;
  };
  CHECK(name("Epoch 1, loss 0.5\nEpoch 2, loss 0.25\n").empty());
  CHECK(name("{\n  \"model\": \"resnet\"\n}\n").empty());
  CHECK(name(std::string("a,b\n1,2\n\0", 9)).empty());
  CHECK(name("[12:00:00] starts\n").empty());
  CHECK(name("1 2 3\n4 5 6\n").empty());
  CHECK(name("a,b\n1,2\n") == "tables with a header (CSV) or one number per line");
}

TEST_CASE("maximize takes the distance from the best possible value") {
  const TemporaryFolder folder;
  const auto losses = [&](const std::string& text) {
    return read_log(folder.write("log", text), {.maximize = true}, false).losses;
  };
  CHECK(losses("acc,loss\n0.25,9\n0.75,8\n") == std::vector<double>{0.75, 0.25});
  CHECK(losses("val_acc\n25\n75\n") == std::vector<double>{75.0, 25.0});
  CHECK(losses("reward\n-25\n150\n") == std::vector<double>{175.0, 0.0});
}

TEST_CASE("a file may have one number per line") {
  const TemporaryFolder folder;
  const Log log = read_log(folder.write("log", "2.5\n\nnan\n2.25\n"), {}, false);
  CHECK(log.losses.size() == 3);
  CHECK(log.losses[0] == 2.5);
  CHECK(log.losses[2] == 2.25);
  CHECK(log.column == "loss");
}

TEST_CASE("a progress bar of Keras counts once per epoch, when it is finished") {
  const TemporaryFolder folder;
  const auto losses = [&](const std::string& text, const std::string& column = "loss") {
    return read_log(folder.write("log", text), {.column = column}, false).losses;
  };
  const std::string back(60, '\b');
  const std::string running = "\r 50/100 [=======>......] - ETA: 2s - loss: 9.0000" + back;
  const std::string all = "\r100/100 [==============] - ETA: 0s - loss: 8.0000" + back;
  const std::string done = "\r100/100 [==============] - 5s 50ms/step - loss: 8.0000";
  const std::string two = "Epoch 1/2\n" + running + all + done + " - val_loss: 7\nEpoch 2/2\n" +
                          running + all + done + " - val_loss: 6\n";
  CHECK(losses(two) == std::vector{8.0, 8.0});
  CHECK(losses(two, "val_loss") == std::vector{7.0, 6.0});
  // A callback prints after the last state but one, and an evaluation follows.
  const std::string bar = "3/3 ━━━━━━━━ 0s 4ms/step - loss: 2.5";
  CHECK(losses("Epoch 1/2\n" + bar + "\nEpoch 1: saving model\n" + bar + "\nEpoch 2/2\n" + bar +
               "\n" + bar + "\n") == std::vector{2.5, 2.5});
  // Without the lines of the epochs, each bar is one.
  CHECK(losses("2/3 ━━━━━ 0s 4ms/step - loss: 9\n" + bar + '\n' + bar + '\n') ==
        std::vector{2.5, 2.5});
  // A number in brackets begins no epoch.
  CHECK(losses("Using GPU [0]\n" + bar + '\n' + bar + '\n') == std::vector{2.5, 2.5});
  // Windows writes \r\n as \r\r\n.
  CHECK(losses("Epoch 1/2\r\r\n" + bar + "\r\r\nEpoch 2/2\r\r\n" + bar + "\r\r\n") ==
        std::vector{2.5, 2.5});
  CHECK(losses("\x1b[?25l" + bar + "\n\x1b[32m" + bar + '\n') == std::vector{2.5, 2.5});
}

TEST_CASE("JSON may be nested deeply") {
  const TemporaryFolder folder;
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  CHECK(read_log(folder.write("log", "{\"loss\": 1, \"a\": " + deep + "}\n"), {}, false).losses ==
        std::vector{1.0});
  CHECK(read_log(folder.write("state", "{\"a\": NaN, \"b\": " + deep +
                                           ", \"log_history\": [{\"loss\": 1}]}\n"),
                 {}, false)
            .losses == std::vector{1.0});
}
