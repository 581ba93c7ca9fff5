#include "needs.hpp"
#include "program.hpp"
#include "temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

using support::read_file;

namespace {

const std::vector<std::string> names = {"1", "2",  "3",  "4",        "5",
                                        "7", "10", "11", "patterns", "schedules"};

Arguments figure(const std::vector<std::string>& figures, const std::filesystem::path& out,
                 const Arguments& more = {}) {
  Arguments arguments = {LEARNING_STAGES_PROGRAM, "figure"};
  arguments.insert(arguments.end(), figures.begin(), figures.end());
  arguments.insert(arguments.end(), {"--scale", "smoke", "--threads", "1", "--out", out.string()});
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// All figures, which are drawn once for the tests here.
struct Drawn {
  TemporaryFolder folder;
  std::filesystem::path out = folder.path() / "figures";
  Result result = run(figure({"all"}, out));
};

const Drawn& drawn_once() {
  static const Drawn drawn;
  return drawn;
}

/// Copies the trainings of the figure that `cut` belongs to, as a kill leaves them: without the last
/// checkpoint of `cut`, and without the training `unbegun`.
void copy_cut_off(const std::filesystem::path& whole, const std::filesystem::path& part,
                  const std::string& cut, const std::string& unbegun) {
  const std::string kind = cut.substr(0, cut.find('-') + 1);
  std::filesystem::create_directories(part / "runs");
  for (const auto& entry : std::filesystem::directory_iterator(whole / "runs")) {
    const std::string name = entry.path().filename();
    if (name.starts_with(kind) && name != unbegun)
      std::filesystem::copy(entry.path(), part / "runs" / name);
  }
  REQUIRE(std::filesystem::exists(part / "runs" / cut / "previous.ckpt"));
  REQUIRE(std::filesystem::remove(part / "runs" / cut / "last.ckpt"));
}

}  // namespace

TEST_CASE("every figure writes its data, its picture and its claims" * needs_gnuplot()) {
  const auto& out = drawn_once().out;
  const Result& result = drawn_once().result;
  CAPTURE(result.text);
  CHECK(result.code == 0);
  for (const std::string& name : names) {
    CAPTURE(name);
    const std::string stem = "figure-" + name;
    for (const char* const ending : {".svg", ".png"})
      CHECK(std::filesystem::file_size(out / (stem + ending)) > 1000);
    const std::vector<std::string> claims = lines(out / (stem + ".txt"));
    CHECK(!claims.empty());
    for (const std::string& claim : claims) {
      CHECK((claim.starts_with("holds: ") || claim.starts_with("does not hold: ") ||
             claim.starts_with("undecided: ")));
      CHECK(contains(result.text, "figure " + name + ": " + claim));
    }
  }
  // Three decays and never, 8 epochs each, with two seeds; two decays and never, with two seeds and
  // 9 iterations each.
  CHECK(lines(out / "figure-3.csv").size() == 1 + 4 * 8);
  CHECK(lines(out / "figure-3-seeds.csv").size() == 1 + 4 * 2 * 8);
  CHECK(lines(out / "figure-5.csv").size() == 1 + 3 * 2 * 9);
  CHECK(lines(out / "figure-5-best.csv").size() == 1 + 3 + 3);
  CHECK(lines(out / "figure-5-seeds.csv").size() == 1 + 2 * (3 + 3));
  CHECK(lines(out / "figure-11-changes.csv").size() == 1 + 18);
  // StepDecay and three detectors, with two seeds each.
  const std::vector<std::string> table = lines(out / "figure-schedules.md");
  REQUIRE(table.size() == 2 + 4);
  CHECK(table[2].starts_with("| StepDecay "));
  CHECK(contains(table[2], "| 3.0 ± 0.0 | 9.0 ± 0.0 |"));
  CHECK(contains(table[3], "`planned(length=3)`"));
  CHECK(contains(table[5], "`remaining_improvement \\| stages(1) \\| tail(0.2)`"));
  const std::vector<std::string> epochs = lines(out / "figure-schedules.csv");
  CHECK(epochs.front() == "method,seed,epoch,stage,learning_rate,train_loss,test_accuracy");
  CHECK(epochs.at(9).starts_with("StepDecay,0,9,3,0.001"));

  // StepDecay cut, StepDecay told and cosine, and five claims, for each detector; and a sixth for one
  // with several stages, which the tail after stage 1 never has.
  CHECK(lines(out / "figure-schedules-controls.md").size() == 2 + 3 * 3);
  const std::vector<std::string> claims = lines(out / "figure-schedules.txt");
  REQUIRE(claims.size() >= 3 * 5);
  CHECK(claims.size() < 3 * 6);
  CHECK(contains(claims[0], ", and so are the settings; it does not know which results were "));

  // The second time nothing is trained, and the tables are the same.
  const std::string numbers = read_file(out / "figure-5.csv");
  const auto trained = std::filesystem::last_write_time(out / "runs/bgd-3-seed-1/last.ckpt");
  CHECK(run(figure({"5"}, out)).code == 0);
  CHECK(read_file(out / "figure-5.csv") == numbers);
  CHECK(std::filesystem::last_write_time(out / "runs/bgd-3-seed-1/last.ckpt") == trained);
}

TEST_CASE("a signal ends a figure, which says how to resume it") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "figures";
  // No test waits for the end of the paper's trainings.
  Process process({LEARNING_STAGES_PROGRAM, "figure", "3", "--scale", "paper", "--data", "patterns",
                   "--threads", "1", "--out", out.string()});
  process.wait_for("run stages-never-seed-0");
  process.send(SIGTERM);
  CHECK(process.wait() == 128 + SIGTERM);
  CHECK(contains(process.text(), "interrupted; run the same command again to resume"));
  CHECK(std::filesystem::exists(out / "runs/stages-never-seed-0/last.ckpt"));
  CHECK(!std::filesystem::exists(out / "figure-3.csv"));
}

TEST_CASE("a figure that was cut off is resumed, and finished trainings are left alone" *
          needs_gnuplot()) {
  const auto& whole = drawn_once().out;
  const TemporaryFolder folder;
  const auto cut = folder.path() / "cut";
  copy_cut_off(whole, cut, "stages-6-seed-0", "stages-6-seed-1");
  const auto finished = cut / "runs/stages-never-seed-0/last.ckpt";
  const auto trained = std::filesystem::last_write_time(finished);
  CHECK(run(figure({"3"}, cut)).code == 0);
  CHECK(std::filesystem::last_write_time(finished) == trained);
  for (const char* const name : {"figure-3.csv", "figure-3-seeds.csv"}) {
    CAPTURE(name);
    CHECK(read_file(cut / name) == read_file(whole / name));
  }
}

TEST_CASE("the figure of the schedules compares those that are named, and is resumed" *
          needs_gnuplot()) {
  const TemporaryFolder folder;
  const auto cut = folder.path() / "cut";
  const auto whole = folder.path() / "whole";
  const Arguments options = {"--schedules", "at(2, 4) | stages(2)",
                             "plateau(patience=2) | stages(2)", "--train-loss", "evaluated"};
  CHECK(run(figure({"schedules"}, whole, options)).code == 0);
  copy_cut_off(whole, cut, "schedules-cosine-4-seed-0", "schedules-cosine-4-seed-1");
  const Result resumed = run(figure({"schedules"}, cut, options));
  CAPTURE(resumed.text);
  CHECK(resumed.code == 0);
  CHECK(contains(resumed.text,
                 "at-2-4-stages-2 is at most 0.2 points less accurate than cosine after"));
  CHECK(contains(resumed.text, ", and the settings those that --schedules names; it "));
  CHECK(contains(read_file(cut / "figure-schedules.md"), "| ReduceOnPlateau "));
  for (const char* const name : {"figure-schedules.csv", "figure-schedules-controls.csv",
                                 "figure-schedules-ends.csv", "figure-schedules.txt"}) {
    CAPTURE(name);
    CHECK(read_file(cut / name) == read_file(whole / name));
  }
  CHECK(std::filesystem::file_size(cut / "figure-schedules.png") > 1000);

  // Without controls, StepDecay that is cut is left.
  Arguments alone = options;
  alone.insert(alone.end(), {"--controls", "none"});
  CHECK(run(figure({"schedules"}, cut, alone)).code == 0);
  CHECK(lines(cut / "figure-schedules-controls.md").size() == 2 + 2);

  const Result running = run(figure({"schedules"}, cut));
  CHECK(running.code == 2);
  CHECK(contains(running.text, R"(--train-loss is "evaluated" in the run)"));
}

TEST_CASE("a figure that cannot be drawn says why" * needs_gnuplot()) {
  const TemporaryFolder folder;
  const auto out = folder.path() / "figures";
  const Result unknown = run(figure({"6"}, out));
  CHECK(unknown.code == 2);
  CHECK(
      unknown.text ==
      "learning_stages: figure: expected 1, 2, 3, 4, 5, 7, 10, 11, patterns, schedules or all, got "
      "6\n");
  const Result images =
      run({LEARNING_STAGES_PROGRAM, "figure", "3", "--scale", "small", "--out", out.string()});
  CHECK(images.code == 2);
  CHECK(contains(images.text, "name a folder of CIFAR-10 with --data"));
  CHECK(run(figure({"5"}, out, {"--chunk-size", "-1"})).code == 2);
  const Result schedule = run(figure({"schedules"}, out, {"--schedules", "sine(9)"}));
  CHECK(schedule.code == 2);
  CHECK(contains(schedule.text, "--schedules: there is no policy 'sine'"));
  const Result twice = run(figure({"schedules"}, out, {"--schedules", "auto", "auto"}));
  CHECK(twice.code == 2);
  CHECK(contains(twice.text, "--schedules: planned(length=3) is given twice"));
  const Result control = run(figure({"schedules"}, out, {"--controls", "cosine", "sine"}));
  CHECK(control.code == 2);
  CHECK(contains(
      control.text,
      "--controls: expected StepDecay-told, cosine, linear, WSD, or none alone, got sine"));
  CHECK(!std::filesystem::exists(out));
  const Result scale = run(figure({"1"}, out, {"--scale", "huge"}));
  CHECK(scale.code == 2);
  const Result data = run(figure({"3"}, out, {"--data", (folder.path() / "absent").string()}));
  CHECK(data.code == 2);
  CHECK(contains(data.text, "--data: expected a folder, got '"));

  // Runs of another width are not mistaken for the requested ones.
  const auto& drawn = drawn_once().out;
  const Result wider = run(figure({"3"}, drawn, {"--widen", "2"}));
  CHECK(wider.code == 2);
  CHECK(contains(wider.text, "is another run: --widen is 1"));

  // Neither are runs of another data set.
  const Result other = run(figure({"3"}, drawn, {"--data", folder.path().string()}));
  CHECK(other.code == 2);
  CHECK(contains(other.text, "is another run: --data is \"patterns\""));
}
