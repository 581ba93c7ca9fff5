#include "run/options.hpp"

#include "engine/device.hpp"
#include "run/run_folder.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace trainer;

namespace {

std::optional<Options> parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "learning_stages");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

/// Options with a folder that does not exist, so only the tested option can be wrong.
std::string error_in(std::vector<const char*> arguments) {
  const TemporaryFolder folder;
  const std::string out = folder.path() / "run";
  arguments.insert(arguments.end(), {"--out", out.c_str()});
  try {
    (void)parse(arguments);
  } catch (const support::UsageError& error) {
    CHECK(!std::filesystem::exists(out));
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("options have their defaults, and augmentation depends on the data") {
  const TemporaryFolder folder;
  const std::string out = folder.path() / "run";
  const Options options = parse({"--out", out.c_str()}).value();
  CHECK(options.depth == 28);
  CHECK(options.widen == 1);
  CHECK(options.schedule == "planned(length=100)");
  CHECK(parse({"--out", out.c_str(), "--epochs", "2"})->schedule == "planned(length=1)");
  CHECK(parse({"--out", out.c_str(), "--schedule", "auto()"})->schedule == "auto()");
  CHECK(options.learning_rate == 0.1);
  CHECK(options.momentum == 0.9);
  CHECK(options.weight_decay == 1e-4);
  CHECK(options.checkpoint_steps == 1000);
  CHECK(options.augment == false);
  CHECK(parse({"--out", out.c_str(), "--data", "/"})->augment == true);
  CHECK(parse({"--out", out.c_str(), "--data", "/", "--no-augment"})->augment == false);
  CHECK(parse({"--out", out.c_str(), "--augment"})->augment == true);
}

TEST_CASE("batch gradient descent has its own defaults") {
  const TemporaryFolder folder;
  const std::string out = folder.path() / "run";
  const Options bgd = parse({"--out", out.c_str(), "--method", "bgd", "--data", "/"}).value();
  CHECK(bgd.learning_rate == 1.0);
  CHECK(bgd.epochs == 3000);
  CHECK(bgd.batch_size == 0);
  CHECK(bgd.augment == false);
  CHECK(method_text(bgd) == "bgd");
  const Options other = parse({"--out", out.c_str(), "--method", "bgd", "--learning-rate", "0.5",
                               "--epochs", "7", "--chunk-size", "100"})
                            .value();
  CHECK(other.learning_rate == 0.5);
  CHECK(other.epochs == 7);
  CHECK(method_text(other) == "bgd approximated in chunks of 100");

  CHECK(error_in({"--method", "bgd", "--batch-size", "12"}) ==
        "--batch-size must be left out under bgd, which uses all images as one batch, got 12");
  CHECK(error_in({"--method", "bgd", "--augment"}) ==
        "--augment is random in each epoch, and --method bgd must not be random");
  CHECK(error_in({"--method", "bgd", "--schedule", "at(1) | grow(2)"}) ==
        "--schedule must be without grow under bgd, which uses all images as one batch, got "
        "at(1) | grow(2)");
  CHECK(error_in({"--method", "gd"}) == "--method must be sgd or bgd, got gd");
  CHECK(error_in({"--chunk-size", "100"}) ==
        "--chunk-size must be 0 unless the method is bgd, got 100");
}

TEST_CASE("the order's seed defaults to the run's seed") {
  const TemporaryFolder folder;
  const std::string out = folder.path() / "run";
  CHECK(parse({"--out", out.c_str(), "--seed", "7"})->order_seed == 7);
  CHECK(parse({"--out", out.c_str(), "--seed", "7", "--order-seed", "0"})->order_seed == 0);
}

TEST_CASE("the kinds of patterns are known only for generated images") {
  CHECK(error_in({"--pattern-kinds", "--data", "/"}) ==
        "--pattern-kinds needs --data patterns, got /");
}

TEST_CASE("a folder of data is identified by its absolute path") {
  const TemporaryFolder folder;
  const std::string out = folder.path() / "run";
  const std::string images = folder.path() / "images";
  std::filesystem::create_directory(images);
  for (const std::string& name : {images, images + '/', images + "/../images"})
    CHECK(parse({"--out", out.c_str(), "--data", name.c_str()})->data == images);
}

TEST_CASE("data have a unique name") {
  const std::string here = std::filesystem::current_path();
  CHECK(data_named("patterns") == "patterns");
  CHECK(data_named("images") == here + "/images");
  CHECK(data_named("images/") == here + "/images");
  CHECK(data_named("./a/..//images//") == here + "/images");
  CHECK(data_named(".") == here);
  CHECK(data_named("/a/b/") == "/a/b");
  CHECK(data_named("/") == "/");
}

TEST_CASE("an option out of its range is named with the range and the value") {
  CHECK(error_in({"--epochs", "0"}) == "--epochs must be in 1 … 1000000000, got 0");
  CHECK(error_in({"--limit", "-1"}) == "--limit must be at least 0 images, got -1");
  CHECK(error_in({"--depth", "27"}) == "--depth must be 6n + 4 in 10 … 10000, got 27");
  CHECK(error_in({"--depth", "4"}) == "--depth must be 6n + 4 in 10 … 10000, got 4");
  CHECK(error_in({"--widen", "0"}) == "--widen must be in 1 … 1000, got 0");
  CHECK(error_in({"--batch-size", "0"}) == "--batch-size must be in 1 … 1000000000 images, got 0");
  CHECK(error_in({"--learning-rate", "0"}) ==
        "--learning-rate must be greater than 0 and finite, got 0");
  CHECK(error_in({"--learning-rate", "nan"}) ==
        "--learning-rate must be greater than 0 and finite, got nan");
  CHECK(error_in({"--learning-rate", "inf"}) ==
        "--learning-rate must be greater than 0 and finite, got inf");
  CHECK(error_in({"--momentum", "1"}) == "--momentum must be in [0, 1), got 1");
  CHECK(error_in({"--weight-decay", "-0.5"}) ==
        "--weight-decay must be at least 0 and finite, got -0.5");
  CHECK(error_in({"--checkpoint-steps", "-1"}) ==
        "--checkpoint-steps must be at least 0 steps, got -1");
  CHECK(error_in({"--threads", "-1"}) == "--threads must be in 0 … 1024, got -1");
  CHECK(error_in({"--device", "tpu"}) == "--device: expected auto, cpu or cuda, got 'tpu'");
  CHECK(error_in({"--schedule", "auto(window=1)"}) ==
        "--schedule: window must be in [2, 2^24] observations, got 1\n"
        "  auto(window=1)\n"
        "              ^");
}

TEST_CASE("a program built without CUDA computes on the CPU, and says why not on CUDA") {
#ifndef TRAINER_WITH_CUDA
  CHECK(select_device("auto").is_cpu());
  CHECK(error_in({"--device", "cuda"}) ==
        "--device: this program was built without CUDA support, which needs LibTorch 2.6 or newer "
        "with CUDA; use cpu or auto");
#endif
  CHECK(select_device("cpu").is_cpu());
}

TEST_CASE("numbers are decimal whatever digit they begin with") {
  const TemporaryFolder folder;
  const std::string out = folder.path() / "run";
  CHECK(parse({"--out", out.c_str(), "--batch-size", "010"})->batch_size == 10);
  CHECK(parse({"--out", out.c_str(), "--learning-rate", "+00.5"})->learning_rate == 0.5);
}

TEST_CASE("invalid numbers and unknown options are refused") {
  for (const char* const option : {"--epochs", "--seed", "--learning-rate"}) {
    CAPTURE(option);
    const std::string error = error_in({option, "many"});
    CHECK(error.find(option) != error.npos);
    CHECK(error.find("many") != error.npos);
  }
  CHECK(error_in({"--seed", "-1"}).find("--seed") != std::string::npos);
  CHECK(error_in({"--seed", "18446744073709551616"}) ==
        "--seed: expected a whole number in 0 … 18446744073709551615, got '18446744073709551616'");
  CHECK(error_in({"--batch-size", "0x1"}) ==
        "--batch-size: expected a whole number in -9223372036854775808 … 9223372036854775807, got "
        "'0x1'");
  CHECK(error_in({"--epochs", "1.5"}).find("--epochs") != std::string::npos);
  CHECK(error_in({"--epoch", "3"}).find("--epoch") != std::string::npos);
  CHECK(error_in({"3"}).find('3') != std::string::npos);
}

TEST_CASE("a run cannot be started in a folder that holds one, but in an empty one") {
  const TemporaryFolder folder;
  const std::string out = folder.path();
  CHECK(parse({"--out", out.c_str()}).has_value());
  folder.write("config.json", "{}");
  folder.write("last.ckpt", "");
  CHECK_THROWS_WITH_AS((void)parse({"--out", out.c_str()}),
                       ("--out: there is already a run in " + out +
                        "; resume it with --resume, or choose another folder")
                           .c_str(),
                       support::UsageError);
}

TEST_CASE("a resumed run has the options that it was started with") {
  const TemporaryFolder folder;
  const std::string out = folder.path();
  Options begun = parse({"--out", out.c_str(), "--seed", "18446744073709551615", "--augment",
                         "--learning-rate", "0.3", "--schedule", "at(2)", "--epochs", "5"})
                      .value();
  folder.write("config.json", configuration(begun).dump());
  folder.write("last.ckpt", "");

  const auto resume = [&](std::vector<const char*> more) {
    more.insert(more.begin(), {"--out", out.c_str(), "--resume"});
    return parse(more).value();
  };
  CHECK(configuration(resume({})) == configuration(begun));
  CHECK(configuration(resume({"--learning-rate", "0.3", "--augment"})) == configuration(begun));
  CHECK(resume({"--epochs", "9", "--threads", "1", "--device", "cpu"}).epochs == 9);
  CHECK(resume({"--checkpoint-steps", "0"}).checkpoint_steps == 0);
  CHECK(error_of([&] {
          (void)resume({"--learning-rate", "0.2"});
        }) == "--learning-rate is 0.3 in the run that is resumed and 0.2 here");
  CHECK(error_of([&] { (void)resume({"--no-augment"}); }) ==
        "--augment is true in the run that is resumed and false here");
  CHECK_THROWS_AS((void)resume({"--seed", "1"}), support::UsageError);
  CHECK_THROWS_AS((void)resume({"--epochs", "0"}), support::UsageError);
}

TEST_CASE("the automatic schedule of a resumed run is the plan for its own epochs") {
  const TemporaryFolder folder;
  const std::string out = folder.path();
  for (const std::vector<const char*>& method :
       {std::vector<const char*>{"--epochs", "90"}, {"--method", "bgd", "--epochs", "90"}}) {
    std::vector<const char*> start = {"--out", out.c_str(), "--schedule", "auto"};
    start.insert(start.end(), method.begin(), method.end());
    const Options begun = parse(start).value();
    CHECK(begun.schedule == "planned(length=30)");
    folder.write("config.json", configuration(begun).dump());
    folder.write("last.ckpt", "");

    const auto resume = [&](std::vector<const char*> more) {
      more.insert(more.begin(), {"--out", out.c_str(), "--resume", "--schedule", "auto"});
      return parse(more).value();
    };
    CHECK(configuration(resume({})) == configuration(begun));
    CHECK(resume({"--epochs", "90"}).schedule == "planned(length=30)");
    CHECK(error_of([&] {
            (void)resume({"--epochs", "120"});
          }) ==
          "--schedule is \"planned(length=30)\" in the run that is resumed and "
          "\"planned(length=40)\" here");
    std::filesystem::remove(folder.path() / "last.ckpt");
  }
}

TEST_CASE("a folder without a run cannot be resumed") {
  const TemporaryFolder folder;
  const std::string out = folder.path() / "run";
  CHECK_THROWS_WITH_AS(
      (void)parse({"--out", out.c_str(), "--resume"}),
      ("--resume: there is no run in " + out + "; start it without --resume").c_str(),
      support::UsageError);
}

TEST_CASE("a damaged configuration is named") {
  const TemporaryFolder folder;
  const std::string out = folder.path();
  folder.write("last.ckpt", "");
  for (const char* const text : {"{\"data\": ", "{}", "[1]", "{\"data\": 3}"}) {
    CAPTURE(text);
    const auto file = folder.write("config.json", text);
    const std::string error = error_of([&] { (void)parse({"--out", out.c_str(), "--resume"}); });
    CHECK(error.starts_with(file.string() + " is damaged"));
  }
}

TEST_CASE("a number in the configuration that its option cannot hold is named") {
  const TemporaryFolder folder;
  const std::string out = folder.path();
  folder.write("last.ckpt", "");
  for (const auto& [name, value] : {std::pair<const char*, nlohmann::ordered_json>{"epochs", 1e300},
                                    {"limit", 1e19},
                                    {"seed", -1},
                                    {"momentum", "0.9"}}) {
    CAPTURE(name);
    nlohmann::ordered_json altered = configuration(Options{});
    altered[name] = value;
    const auto file = folder.write("config.json", altered.dump());
    const std::string error = error_of([&] { (void)parse({"--out", out.c_str(), "--resume"}); });
    CHECK(error.starts_with(file.string() + " is damaged: "));
  }
}

TEST_CASE(
    "a configuration of an earlier version, which lacks an option, is refused with instructions") {
  const TemporaryFolder folder;
  const std::string out = folder.path();
  folder.write("last.ckpt", "");
  nlohmann::ordered_json before = configuration(Options{});
  before.erase("max-scans");
  const auto file = folder.write("config.json", before.dump());
  CHECK(error_of([&] {
          (void)parse({"--out", out.c_str(), "--resume"});
        }) == file.string() +
                  " is damaged or of an earlier version, which alone can resume it: it has no "
                  "max-scans");
}

TEST_CASE("the limits on images are checked") {
  const TemporaryFolder folder;
  const std::string out = folder.path() / "run";
  CHECK(parse({"--out", out.c_str()})->image_limits == ImageLimits{});
  CHECK(parse({"--out", out.c_str(), "--max-pixels", "268435456", "--max-scans", "1000"})
            ->image_limits == ImageLimits{.pixels = 268435456, .scans = 1000});
  CHECK(error_in({"--max-pixels", "0"}) == "--max-pixels must be in 1 … 268435456, got 0");
  CHECK(error_in({"--max-pixels", "268435457"}) ==
        "--max-pixels must be in 1 … 268435456, got 268435457");
  CHECK(error_in({"--max-scans", "1001"}) == "--max-scans must be in 1 … 1000, got 1001");
}

TEST_CASE("configurations differ in settings that make a different run") {
  Options here;
  here.augment = true;
  Options there = here;
  there.epochs = 1;
  there.checkpoint_steps = 7;
  there.threads = 7;
  there.device = "cpu";
  CHECK(difference(configuration(there), configuration(here)).empty());
  there.seed = 3;
  CHECK(difference(configuration(there), configuration(here)) ==
        "--seed is 3 in the run that is resumed and 0 here");
}
