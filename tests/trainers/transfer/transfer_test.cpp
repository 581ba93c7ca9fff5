#include "needs.hpp"
#include "noise_images.hpp"
#include "program.hpp"
#include "temporary_folder.hpp"
#include "transfer/description.hpp"
#include "transfer/options.hpp"
#include "transfer/results.hpp"
#include "transfer_sources.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using support::read_file;

namespace {

/// A source run with two stages, its images and two targets, in folders of these names.
struct Bench {
  TemporaryFolder run, letters, noise, more_noise;

  Bench() {
    for (const auto& [stage, accuracy] : {std::pair{1, 0.5}, std::pair{2, 0.75}})
      write_stage(run, stage, accuracy);
    write_noise_images(letters, 3, 3, "test");
    write_noise_images(noise, 4, 3, "test");
    write_noise_images(more_noise, 5, 2, "test");
  }

  [[nodiscard]] Arguments command(const std::filesystem::path& out,
                                  const Arguments& more = {}) const {
    return Arguments{TRANSFER_PROGRAM,
                     "--source",
                     run.path().string(),
                     "--target",
                     noise.path().string(),
                     "--target",
                     more_noise.path().string(),
                     "--source-images",
                     letters.path().string(),
                     "--out",
                     out.string(),
                     "--image-size",
                     "16",
                     "--threads",
                     "1",
                     "--finetune-epochs",
                     "2",
                     "--finetune-batch-size",
                     "4",
                     "--fix-epochs",
                     "3",
                     "--fix-batch-size",
                     "4"} +
           more;
  }
};

/// The rows of cells.csv without the seconds.
std::vector<std::string> cells(const std::filesystem::path& out) {
  std::vector<std::string> rows = lines(out / "cells.csv");
  for (std::string& row : rows) row.resize(row.rfind(','));
  return rows;
}

}  // namespace

TEST_CASE("transfer trains the matrix, reports on it, and then has nothing left to train" *
          needs_gnuplot()) {
  const Bench bench;
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  const Arguments seeds = {"--finetune-seeds", "1", "--fix-seeds", "2"};

  const Result first = run(bench.command(out, seeds));
  CAPTURE(first.text);
  REQUIRE(first.code == 0);
  const std::vector<std::string> rows = cells(out);
  CHECK(rows.size() == 1 + 2 * 2 * (1 + 2));  // targets, stages, seeds of finetune and of fix
  for (const char* file : {"table-2.txt", "table-2.csv", "table-2.md", "claims.txt",
                           "recommendation.txt", "figure-9.png", "figure-9.svg",
                           "transfer-gains.csv", "transfer-gains.png", "transfer-gains.svg"}) {
    CAPTURE(file);
    CHECK(std::filesystem::exists(out / file));
  }
  CHECK(contains(first.text, read_file(out / "table-2.txt")));
  CHECK(contains(read_file(out / "table-2.txt"), "50.00"));  // the source's own accuracies
  CHECK(contains(read_file(out / "table-2.txt"), "75.00"));

  // The folder alone is enough to print it again.
  const Result again = run({TRANSFER_PROGRAM, "--out", out.string()});
  CHECK(again.code == 0);
  CHECK(contains(again.text, read_file(out / "table-2.txt")));
  CHECK(cells(out) == rows);

  for (const auto& [format, file] :
       {std::pair{"text", "table-2.txt"}, std::pair{"markdown", "table-2.md"},
        std::pair{"csv", "table-2.csv"}}) {
    const Result table = run({TRANSFER_PROGRAM, "table", out.string(), "--format", format});
    CHECK(table.code == 0);
    CHECK(table.text == read_file(out / file));
  }

  const Result answer = run({TRANSFER_PROGRAM, "--out", out.string(), "--recommend"});
  CHECK(answer.text == read_file(out / "recommendation.txt"));
  CHECK(contains(answer.text, bench.noise.path().filename().string() + ", fix:"));

  // Another seed trains only its own cells, with the features of each stage and set of images that have
  // been cached.
  const auto features = [&] {
    std::vector<std::filesystem::file_time_type> times;
    for (const auto& entry : std::filesystem::directory_iterator(out / "features"))
      times.push_back(entry.last_write_time());
    return times;
  };
  const auto before = features();
  CHECK(before.size() == 2 * 2 * 2 + 2);  // training and test images; the source's in one stage
  const Result more = run({TRANSFER_PROGRAM, "--out", out.string(), "--fix-seeds", "3"});
  CAPTURE(more.text);
  CHECK(more.code == 0);
  const std::vector<std::string> now = cells(out);
  CHECK(now.size() == rows.size() + 2 * 2);
  CHECK(std::vector(now.begin(), now.begin() + std::ssize(rows)) == rows);
  CHECK((features() == before));
}

TEST_CASE("interrupted transfer resumes at the first unfinished cell, with the same numbers") {
  const Bench bench;
  const TemporaryFolder folder;
  const auto whole = folder.path() / "whole", parts = folder.path() / "parts";
  const auto with_seeds = [](const std::string& count) {
    return Arguments{"--finetune-seeds", count, "--fix-seeds", count};
  };
  // No test waits for the end of so many seeds.
  Process process(bench.command(parts, with_seeds("1000")));
  process.wait_for("stage 1, seed 0");
  process.send(SIGINT);
  CHECK(process.wait() == 128 + SIGINT);
  CHECK(contains(process.text(), "resume with: transfer --out '" + parts.string() + "'"));
  CHECK(!std::filesystem::exists(parts / "table-2.txt"));

  // A seed more than it has come to.
  const Arguments seeds =
      with_seeds(std::to_string(transfer::read_results(parts).back().cell.seed + 2));
  std::ofstream(parts / "cells.csv", std::ios::app) << "torn";
  REQUIRE(run(Arguments{TRANSFER_PROGRAM, "--out", parts.string()} + seeds).code == 0);
  REQUIRE(run(bench.command(whole, seeds)).code == 0);
  CHECK(cells(parts) == cells(whole));
  CHECK(read_file(parts / "table-2.txt") == read_file(whole / "table-2.txt"));
}

TEST_CASE("transfer refuses changes that make results incomparable") {
  const Bench bench;
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  const Arguments only_fix = {"--methods", "fix", "--fix-seeds", "1"};
  REQUIRE(run(bench.command(out, only_fix)).code == 0);
  REQUIRE(run({TRANSFER_PROGRAM, "verify", out.string()}).code == 0);
  const auto refused = [](const Arguments& arguments, int code, const std::string& text) {
    const Result result = run(Arguments{TRANSFER_PROGRAM} + arguments);
    CAPTURE(result.text);
    CHECK(result.code == code);
    CHECK(contains(result.text, text));
  };
  const Arguments go_on = {"--out", out.string()};

  refused(go_on + Arguments{"--fix-epochs", "4"}, 2, "--fix-epochs is 3 in");
  refused(go_on + Arguments{"--fix-epochs", "4"}, 2, "and 4 here");

  const auto image = bench.noise.write("test/class0/new.png",
                                       trainer::encode_png(trainer::photograph(20, 20, 1, 5)));
  refused(go_on, 1, "--target " + bench.noise.path().filename().string() + " has changed");
  std::filesystem::remove(image);
  CHECK(run(Arguments{TRANSFER_PROGRAM} + go_on).code == 0);

  write_stage(bench.run, 2, 0.76);
  refused(go_on, 1, "--source has changed since this was started");

  const auto in_a_copy = [&](const std::string& name, const std::string& file,
                             const std::string& text) {
    const auto copy = folder.path() / name;
    std::filesystem::copy(out, copy, std::filesystem::copy_options::recursive);
    std::ofstream(copy / file) << text;
    return copy;
  };
  const auto damaged = in_a_copy("damaged", "config.json", "{\"settings\": 1}");
  refused({"--out", damaged.string()}, 1, "config.json is damaged");

  const auto with_number = [&](const std::string& setting, const std::string& number) {
    std::string configuration = read_file(out / "config.json");
    const std::size_t begin = configuration.find(": ", configuration.find('"' + setting + '"')) + 2;
    configuration.replace(begin, configuration.find(',', begin) - begin, number);
    return in_a_copy(setting + number, "config.json", configuration).string();
  };
  refused({"--out", with_number("finetune-epochs", "1e300")}, 1,
          "config.json is damaged: finetune-epochs must be an integer of 64 bits");
  refused({"--out", with_number("finetune-epochs", "1000000001")}, 1,
          "config.json is damaged: --finetune-epochs must be in 1 … 1000000000, got 1000000001");
  refused({"--out", with_number("fix-seeds", "-1"), "--fix-seeds", "1"}, 1,
          "config.json is damaged: --fix-seeds must be in 1 … 1000, got -1");

  std::string text = read_file(out / "cells.csv");
  text[text.find("fix,1,0,") + 8] = '7';
  const auto changed = in_a_copy("changed", "cells.csv", text);
  for (const Arguments& command :
       {Arguments{"--out", changed.string()}, Arguments{"table", changed.string()},
        Arguments{"verify", changed.string()}})
    refused(command, 1, (changed / "cells.csv").string() + ":2: not the line that was written");

  const auto emptied = in_a_copy("emptied", "cells.csv", "");
  refused({"table", emptied.string()}, 1, "cells.csv:1: missing or cut off");
}

TEST_CASE("transfer reports unusable input before it trains or writes anything") {
  const Bench bench;
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  const auto refused = [&](const Arguments& arguments, int code, const std::string& text) {
    const Result result = run(Arguments{TRANSFER_PROGRAM, "--out", out.string()} + arguments);
    CAPTURE(result.text);
    CHECK(result.code == code);
    CHECK(contains(result.text, text));
    CHECK_FALSE(std::filesystem::exists(out));
  };
  const std::string source = bench.run.path().string(), target = bench.noise.path().string();

  refused({}, 2, "--source is required");
  refused({"--source", source}, 2, "--target is required");
  refused({"--source", source, "--target", target, "--methods", "fixed"}, 2,
          "--methods must be finetune or fix, got fixed");
  refused({"--source", source, "--target", target, "--fix-learning-rate", "nan"}, 2,
          "--fix-learning-rate must be greater than 0 and finite, got nan");
  refused({"--source", source, "--target", target, "--finetune-schedule", "sometimes"}, 2,
          "--finetune-schedule: ");
  refused({"--source", source, "--target", target, "--target", target}, 2,
          "two data sets are called");
  refused({"--source", folder.path().string(), "--target", target}, 1, "stage-1.safetensors");
  const std::string absent = folder.path() / "absent";
  refused({"--source", source, "--target", absent}, 2,
          "--target: expected a folder, got '" + absent + "', which does not exist");
  refused({"--source", absent, "--target", target}, 2, "--source: expected a regular file or a ");
  refused({"--source", source, "--target", target, "--fix-seeds", "0x1"}, 2, "--fix-seeds: ");
  const std::filesystem::path no_utf8 = folder.path() / "\xff";
  std::filesystem::create_directory(no_utf8);
  refused({"--source", source, "--target", no_utf8.string()}, 1, "--target must be UTF-8, got ");
  const std::filesystem::path two_lines = folder.path() / "two\nlines";
  std::filesystem::create_directory(two_lines);
  refused({"--source", source, "--target", two_lines.string()}, 2,
          "--target must be a folder whose name has no line break, got " + folder.path().string() +
              "/two\\nlines");
  refused({"--source", source, "--target", folder.path().string()}, 1, folder.path().string());

  auto about = about_stage(3, 0.8);
  about["architecture"] = "resnet18";
  write_stage(bench.run, 3, about);
  refused({"--source", source, "--target", target}, 1, "stage-3.safetensors");
}

TEST_CASE("transfer adds targets and methods to a folder, and names a diverged training") {
  const Bench bench;
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  REQUIRE(run(Arguments{TRANSFER_PROGRAM,
                        "--source",
                        bench.run.path().string(),
                        "--target",
                        bench.noise.path().string(),
                        "--source-images",
                        bench.letters.path().string(),
                        "--out",
                        out.string(),
                        "--image-size",
                        "16",
                        "--threads",
                        "1",
                        "--methods",
                        "fix",
                        "--fix-seeds",
                        "1",
                        "--fix-epochs",
                        "2",
                        "--finetune-learning-rate",
                        "1e30",
                        "--finetune-seeds",
                        "1"})
              .code == 0);
  const std::vector<std::string> rows = cells(out);

  const Result more =
      run({TRANSFER_PROGRAM, "--out", out.string(), "--target", bench.more_noise.path().string()});
  CHECK(more.code == 0);
  const std::string table = read_file(out / "table-2.txt");
  for (const TemporaryFolder* target : {&bench.noise, &bench.more_noise})
    CHECK(contains(table, target->path().filename().string()));
  CHECK(cells(out).size() == 2 * rows.size() - 1);

  const Result diverged = run({TRANSFER_PROGRAM, "--out", out.string(), "--methods", "finetune"});
  CHECK(diverged.code == 1);
  CHECK(
      contains(diverged.text, bench.noise.path().filename().string() +
                                  ", finetune, stage 1, seed 0: the training loss is non-finite"));
  CHECK(cells(out).size() == 2 * rows.size() - 1);
  CHECK(contains(run({TRANSFER_PROGRAM, "table", out.string()}).text, "fix"));
}

TEST_CASE("the automatic schedules of a matrix are the plans for its own epochs") {
  const TemporaryFolder folder;
  const std::string out = folder.path();
  const std::string source = folder.write("stage-1.safetensors", "");
  const auto parse = [&](std::vector<const char*> more) {
    more.insert(more.begin(), {"transfer", "--out", out.c_str(), "--fix-schedule", "auto",
                               "--finetune-schedule", "auto"});
    return transfer::parse_options(static_cast<int>(more.size()), more.data()).value();
  };
  const transfer::Options begun = parse({"--source", source.c_str(), "--target", out.c_str(),
                                         "--fix-epochs", "90", "--finetune-epochs", "12"});
  CHECK(begun.fix.schedule == "planned(length=30)");
  CHECK(begun.finetune.schedule == "planned(length=4)");
  folder.write("config.json", R"({"settings": )" + transfer::settings_of(begun).dump() + "}");
  const transfer::Options again = parse({});
  CHECK(transfer::settings_of(again) == transfer::settings_of(begun));
}

TEST_CASE("a target that could not be read may be repaired, and the folder resumed") {
  const Bench bench;
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  const auto damaged = bench.more_noise.write("train/class0/x.jpg", "no image");
  const Result failed = run(bench.command(out, {"--methods", "fix", "--fix-seeds", "1"}));
  CHECK(failed.code == 1);
  CHECK(contains(failed.text, damaged.string()));
  std::filesystem::remove(damaged);
  CHECK(run({TRANSFER_PROGRAM, "--out", out.string()}).code == 0);
  CHECK(cells(out).size() == 1 + 2 * 2);
}

TEST_CASE(
    "transfer refuses limits that leave classes without images, and results without a recipe") {
  const Bench bench;
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  const Result few = run(bench.command(out, {"--limit", "2"}));
  CHECK(few.code == 2);
  CHECK(contains(few.text, "--limit must be 0 or at least 3, the classes of "));

  std::filesystem::create_directories(out);
  std::ofstream(out / "cells.csv")
      << "target,method,stage,seed,accuracy,train_accuracy,epochs,hits,seconds\n";
  const Result orphan = run(bench.command(out));
  CHECK(orphan.code == 1);
  CHECK(contains(orphan.text, "config.json is missing"));
  CHECK(contains(run({TRANSFER_PROGRAM, "table", out.string()}).text,
                 "cannot open " + (out / "config.json").string()));

  transfer::write_description(out, {.content = nlohmann::ordered_json::object()});
  CHECK(contains(run({TRANSFER_PROGRAM, "table", out.string()}).text, "no cell is finished yet"));
}
