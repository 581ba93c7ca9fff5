#include "hindsight/frontier.hpp"
#include "process.hpp"
#include "support/csv.hpp"
#include "support/required_tools.hpp"

#include <cmath>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

using test::Result;

/// Decreases to a plateau, with a small wave.
std::string log_of(double floor) {
  std::ostringstream text;
  text << "epoch,learning_rate,train_loss\n";
  for (int t = 0; t < 60; ++t)
    text << t + 1 << ",0.1," << floor + std::exp(-t / 8.0) + 0.001 * std::sin(t) << '\n';
  return text.str();
}

void write_logs(const TemporaryFolder& folder) {
  folder.write("logs/a__1.csv", log_of(1.0));
  folder.write("logs/b__1.csv", log_of(0.5));
  folder.write("logs/index.csv", "file\na__1.csv\n");
}

Result recorded(const TemporaryFolder& folder, const std::string& options) {
  return test::run(folder, DETECTION_BENCHMARK " recorded logs " + options);
}

bool has_gnuplot(const TemporaryFolder& folder) {
  const bool found = test::run(folder, "gnuplot --version").status == 0;
  CHECK((found || !test::tools_are_required()));
  return found;
}

}  // namespace

TEST_CASE("recorded writes its tables and prints a summary") {
  const TemporaryFolder folder;
  write_logs(folder);
  const Result result = recorded(folder, "--out out/here");
  CHECK(result.out.starts_with("2 stages of 2 logs from 2 sources;"));
  CHECK(result.out.find("chosen on the same stages") != std::string::npos);
  CHECK(result.out.find("hindsight") != std::string::npos);
  CHECK(result.err.find("index.csv is not a log") != std::string::npos);
  const std::filesystem::path out = folder.path() / "out" / "here";
  CHECK(test::read(out / "detection.txt") == result.out);
  CHECK(test::read(out / "detection.md").find("| hindsight |") != std::string::npos);

  // No setting saves more than the hindsight bound at the same regret.
  const csv::Table frontier = csv::read((out / "detection-frontier.csv").string());
  std::vector<hindsight::Outcome> bound;
  for (const csv::Row& row : frontier.rows)
    if (row.cells[0] == "hindsight")
      bound.push_back({frontier.number(row, 2).value(), frontier.number(row, 1).value()});
  const csv::Table settings = csv::read((out / "detection-settings.csv").string());
  CHECK(settings.rows.size() > 1000);
  for (const csv::Row& row : settings.rows)
    CHECK(settings.number(row, 2).value() <=
          hindsight::saved_at(bound, settings.number(row, 3).value()) + 1e-12);
  const csv::Table scores = csv::read((out / "detection-scores.csv").string());
  CHECK(scores.rows.size() % 4 == 0);  // three limits and the default
  if (has_gnuplot(folder)) {
    CHECK(result.status == 0);
    CHECK(
        test::read(out / "detection.svg").find(">2 stages of 2 logs from 2 sources, train_loss<") !=
        std::string::npos);
    CHECK(test::read(out / "detection.png").starts_with("\x89PNG"));
  }
}

TEST_CASE("--held-out chooses on the other sources and needs at least one") {
  const TemporaryFolder folder;
  write_logs(folder);
  CHECK(recorded(folder, "--held-out").out.find("of each source chosen on all other") !=
        std::string::npos);
  const Result result = recorded(folder, "--held-out --without b__ --out none");
  CHECK(result.status == 2);
  CHECK(result.err.ends_with("--held-out needs logs from at least two sources, got only a\n"));
  CHECK(!std::filesystem::exists(folder.path() / "none"));
}

TEST_CASE("--settings takes the settings of other logs") {
  const TemporaryFolder folder;
  write_logs(folder);
  const auto scores = [&](const std::string& name) {
    return csv::read((folder.path() / name / "detection-scores.csv").string());
  };
  CHECK(recorded(folder, "--out same").out.find("chosen on the same") != std::string::npos);
  const std::string options = "--settings same/detection-scores.csv --without b__ --out other";
  CHECK(recorded(folder, options).out.find("chosen on other stages") != std::string::npos);
  const csv::Table same = scores("same");
  const csv::Table other = scores("other");
  REQUIRE(other.rows.size() == same.rows.size());
  const std::size_t setting = same.column("setting");
  for (std::size_t i = 0; i < same.rows.size(); ++i)
    CHECK(other.rows[i].cells[setting] == same.rows[i].cells[setting]);
  CHECK(recorded(folder, options + " --held-out").status == 2);
}

TEST_CASE("--compare-with names the family that all others are compared with") {
  const TemporaryFolder folder;
  write_logs(folder);
  CHECK(recorded(folder, "--compare-with PyTorch").out.find("saved more than PyTorch ") !=
        std::string::npos);
  const Result result = recorded(folder, "--compare-with nobody");
  CHECK(result.status == 2);
  CHECK(result.err.ends_with("--compare-with must be the name of a family, got nobody\n"));
}

TEST_CASE("--sources names the repository of each log") {
  const TemporaryFolder folder;
  write_logs(folder);
  folder.write("same.csv", "file,repository\na__1.csv,x/y\nb__1.csv,x/y\n");
  CHECK(
      recorded(folder, "--sources same.csv").out.starts_with("2 stages of 2 logs from 1 sources;"));
  CHECK(recorded(folder, "--sources same.csv --held-out").err.ends_with("got only x/y\n"));
  folder.write("short.csv", "file,repository\na__1.csv,x/y\n");
  const Result result = recorded(folder, "--sources short.csv");
  CHECK(result.status == 1);
  CHECK(result.err.ends_with("short.csv: names no repository of the log b__1.csv\n"));
}

TEST_CASE("the report says what plans are worth, and what wrong ones cost") {
  const TemporaryFolder folder;
  write_logs(folder);
  const std::string exact = recorded(folder, "").out;
  CHECK(exact.find("with a plan than without") != std::string::npos);
  CHECK(exact.find("too long or too short") == std::string::npos);
  CHECK(recorded(folder, "--plan-error 2").out.find("too long or too short") != std::string::npos);
}

TEST_CASE("errors name unusable logs, and nothing is written") {
  const TemporaryFolder folder;
  write_logs(folder);
  const auto error_with = [&](const std::string& log) {
    folder.write("logs/c__1.csv", log);
    const Result result = recorded(folder, "");
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK(!std::filesystem::exists(folder.path() / "figures"));
    return result.err;
  };
  CHECK(error_with("learning_rate,train_loss\n0.1,2\n0.1,low\n")
            .starts_with("detection_benchmark: logs/c__1.csv:3: "));
  CHECK(error_with("learning_rate,train_loss\n0.1,nan\n")
            .starts_with("detection_benchmark: logs/c__1.csv:2: column train_loss: "));
  CHECK(error_with("learning_rate,test_loss\n0.1,2\n")
            .starts_with("detection_benchmark: logs/c__1.csv"));
  CHECK(error_with("learning_rate,train_loss\n0.1,2,3\n")
            .starts_with("detection_benchmark: logs/c__1.csv:2: "));
  CHECK(error_with("").starts_with("detection_benchmark: logs/c__1.csv"));
}

TEST_CASE("errors name unusable folders") {
  const TemporaryFolder folder;
  write_logs(folder);
  std::filesystem::create_directory(folder.path() / "empty");
  const Result empty = test::run(folder, DETECTION_BENCHMARK " recorded empty");
  CHECK(empty.status == 1);
  CHECK(empty.err.starts_with("detection_benchmark: empty: expected logs"));
}

TEST_CASE("output that cannot be written is an error") {
  const TemporaryFolder folder;
  for (const std::string command :
       {DETECTION_BENCHMARK " --help", DETECTION_BENCHMARK " recorded --help",
        DETECTION_BENCHMARK " simulated --runs 2 --length 300 --limit 300 --out out",
        DETECTION_BENCHMARK " false-alarms --runs 1 --length 100 --patience 100"}) {
    CAPTURE(command);
    const Result result = test::run(folder, command + " > /dev/full");
    CHECK(result.status == 1);
    CHECK(result.err.ends_with(": standard output cannot be written\n"));
  }
}

TEST_CASE("false-alarms reads decimal numbers in their range") {
  const TemporaryFolder folder;
  const auto result_of = [&](const std::string& arguments) {
    return test::run(folder,
                     DETECTION_BENCHMARK " false-alarms --length 100 --patience 100 " + arguments);
  };
  CHECK(result_of("--runs 010")
            .out.starts_with("False alarms in stages of 100 observations, % of 10 runs "));
  CHECK(result_of("--runs 1 --seed 18446744073709551615").status == 0);
  for (const std::string seed : {"18446744073709551616", "-1", "0x1", "0b1", "1e3", "1'000"}) {
    CAPTURE(seed);
    const Result result = result_of("--seed \"" + seed + '"');
    CHECK(result.status == 2);
    CHECK(result.err ==
          "detection_benchmark: --seed: expected a whole number in 0 … 18446744073709551615, "
          "got '" +
              seed + "'\n");
  }
}

TEST_CASE("invalid command lines are rejected") {
  const TemporaryFolder folder;
  write_logs(folder);
  folder.write("taken", "a file");
  const auto refused = [&](const std::string& arguments, const std::string& what) {
    const Result result = test::run(folder, DETECTION_BENCHMARK " " + arguments);
    CAPTURE(arguments);
    CHECK(result.status == 2);
    CHECK(result.err.find(what) != std::string::npos);
    CHECK(result.out.empty());
  };
  refused("", "expected recorded, simulated or false-alarms");
  refused("replayed", "\"replayed\"");
  refused("recorded", "LOGS");
  refused("recorded nowhere", "LOGS: expected a folder, got 'nowhere', which does not exist");
  refused("recorded taken", "LOGS: expected a folder, got 'taken'");
  refused("recorded logs --out taken", "--out: expected a folder, which is created if necessary");
  refused("recorded logs --regret 0.1,0x1", "--regret: expected a decimal number, got '0x1'");
  refused("recorded logs --regret -1", "--regret must be greater than 0, got -1");
  refused("recorded logs --regret nan", "--regret must be greater than 0, got nan");
  refused("recorded logs --least-rows 1", "--least-rows must be at least 2, got 1");
  refused("recorded logs --without nothing", "--without must be a part of the name");
  refused("recorded logs --without a__ --without b__", "--without leaves no stage");
  refused("simulated --runs 0", "runs must be at least 1, got 0");
  refused("simulated --runs some", "--runs");
  refused("simulated --length 100", "does not end within its length");
}

TEST_CASE("simulated writes its tables") {
  const TemporaryFolder folder;
  const Result result = test::run(
      folder, DETECTION_BENCHMARK " simulated --runs 2 --length 300 --limit 300 --out out");
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  CHECK(result.out.starts_with("2 runs of each shape and noise; noise 0.01 of the loss"));
  const std::filesystem::path out = folder.path() / "out";
  CHECK(test::read(out / "simulated.txt") == result.out);
  CHECK(test::read(out / "simulated.md").find("| paper |") != std::string::npos);
  const csv::Table stages = csv::read((out / "simulated.csv").string());
  const csv::Table falls = csv::read((out / "simulated-falls.csv").string());
  CHECK(stages.rows.size() == 4 * falls.rows.size());
  CHECK(test::run(folder, DETECTION_BENCHMARK " simulated --help").status == 0);
}
