#include "replay.hpp"
#include "run/event_file.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

using test::by_hand;
using test::first_fields;
using test::Result;
using test::run;
using test::small_log;

namespace {

const std::string short_log = "train_loss\n8\n4\n4\n";

}  // namespace

TEST_CASE("several logs have one block each and a summary") {
  const TemporaryFolder folder;
  folder.write("a.csv", short_log);
  folder.write("b.csv", small_log);
  const Result result = run(folder, REPLAY " b.csv a.csv" + by_hand);
  CHECK(result.out == R"(log           b.csv, column train_loss
observations  11
scheduler     latest | range(window=2, tolerance=0.1, epsilon=0) | drop(ratio=0.5, epsilon=0, reference=first_level) | scale

observation 3: decay after 3 observations of stage 1: spread 0 < 0.1; saves 1 of 4 observations at a regret of 0 %
observation 7: decay after 3 observations of stage 2: spread 0 < 0.1, loss at 0.5 of its start <= 0.5; saves 0 of 3 observations at a regret of 0 %
observation 9: stop after 2 observations of stage 3: spread 0 < 0.1, loss at 1 of its start > 0.5; saves 2 of 4 observations at a regret of 0 %
the log ends at observation 11, 2 after the stop

log           a.csv, column train_loss
observations  3
scheduler     latest | range(window=2, tolerance=0.1, epsilon=0) | drop(ratio=0.5, epsilon=0, reference=first_level) | scale

observation 3: decay after 3 observations of stage 1: spread 0 < 0.1
the log ends at observation 3 with this decay

2 logs: 3 decays, 1 stop
)");
  CHECK(result.err.empty());
  CHECK(result.status == 0);
}

TEST_CASE("a folder stands for all logs in it and below, in order") {
  const TemporaryFolder folder;
  folder.write("runs/b.csv", short_log);
  folder.write("runs/a/z.csv", short_log);
  folder.write("runs/.hidden/c.csv", short_log);
  folder.write("runs/.c.csv", short_log);
  folder.write("runs/notes.txt", "none of it\n");
  folder.write("runs/index.csv", "file,model\na,b\n");
  folder.write("runs/empty.csv", "train_loss\n\n");
  std::filesystem::create_directory(folder.path() / "runs/folder.csv");
  const Result result = run(folder, REPLAY " runs" + by_hand);
  CHECK(result.status == 0);
  CHECK(result.out.starts_with("log           runs/a/z.csv, column train_loss\n"));
  CHECK(result.out.find("\nlog           runs/b.csv, column train_loss\n") != std::string::npos);
  CHECK(result.out.ends_with(
      "\n2 logs: 2 decays, 0 stops; 1 log without a loss; 1 file without the column skipped\n"));
  CHECK(result.err ==
        "replay: runs/empty.csv: column train_loss has no value in any of 0 rows: nothing to "
        "replay\n");
}

TEST_CASE("an unusable log does not hide the others, and the exit status reports it") {
  const TemporaryFolder folder;
  folder.write("bad.csv", "train_loss\n8\noops\n");
  folder.write("good.csv", short_log);
  folder.write("other.csv", "epoch,step\n1,2\n");
  std::filesystem::create_directory(folder.path() / "nothing");
  const Result result = run(folder, REPLAY " nothing bad.csv other.csv good.csv --json" + by_hand);
  CHECK(result.status == 1);
  CHECK(first_fields(result.out) ==
        R"({"observation":3,"stage":1,"decision":"decay","level":4,"spread":0,"drop_ratio":null})"
        "\n");
  CHECK(result.err ==
        "replay: nothing: this folder has no log\n"
        "replay: bad.csv:3: column train_loss: expected a number, got \"oops\"\n"
        "replay: other.csv:1: no column looks like a loss: --column must name it; there are epoch, "
        "step\n");
  CHECK(run(folder, REPLAY " bad.csv good.csv" + by_hand)
            .out.ends_with("\n1 log: 1 decay, 0 stops; 1 could not be used\n"));
}

TEST_CASE("an unreadable folder does not hide the logs next to it" *
          doctest::skip(::geteuid() == 0)) {
  const TemporaryFolder folder;
  folder.write("runs/a.csv", short_log);
  folder.write("runs/locked/b.csv", short_log);
  folder.write("runs/z/c.csv", short_log);
  const std::filesystem::path locked = folder.path() / "runs/locked";
  std::filesystem::permissions(locked, std::filesystem::perms::none);
  const Result result = run(folder, REPLAY " runs" + by_hand);
  std::filesystem::permissions(locked, std::filesystem::perms::owner_all);
  CHECK(result.err == "replay: runs/locked: Permission denied\n");
  CHECK(result.out.find("2 logs: 2 decays, 0 stops; 1 could not be used\n") != std::string::npos);
  CHECK(result.status == 1);
}

TEST_CASE("a file name that is not UTF-8 still gives valid JSON") {
  const TemporaryFolder folder;
  folder.write("\xff\"\n.csv", short_log);
  const Result result = run(folder, REPLAY " *.csv --json" + by_hand);
  CHECK(result.out.find("\"log\":\"\xef\xbf\xbd\\\"\\n.csv\"") != std::string::npos);
}

TEST_CASE("a folder in which no log has the column is an error") {
  const TemporaryFolder folder;
  folder.write("runs/a.csv", "epoch,accuracy\n1,0.5\n");
  const Result result = run(folder, REPLAY " runs");
  CHECK(result.status == 1);
  CHECK(result.err == "replay: no file in runs has a loss\n");
  CHECK(run(folder, REPLAY " runs --column error").err ==
        "replay: no file in runs has a column or tag error\n");
  CHECK(run(folder, REPLAY " runs --maximize --by-rate").err ==
        "replay: no file in runs has an accuracy and a learning rate\n");
}

TEST_CASE("with several logs, each warning names its log") {
  const TemporaryFolder folder;
  folder.write("a.csv", "train_loss\nnan\n8\n");
  folder.write("b.csv", short_log);
  CHECK(run(folder, REPLAY " a.csv b.csv --json").err == "replay: a.csv: non-finite losses: 1\n");
}

TEST_CASE("event files are replayed like tables, with the tag as the column") {
  const TemporaryFolder folder;
  const trainer::EventFile events(folder.path() / "events.out.tfevents.run");
  (void)events.keep({});
  const std::vector<std::pair<double, double>> rows = {
      {8, 0.1}, {4, 0.1}, {4, 0.1}, {2, 0.01}, {2, 0.01}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // Later steps come first; the reader sorts them.
    const std::size_t k = rows.size() - 1 - i;
    const auto& [loss, rate] = rows[k];
    events.add(
        {static_cast<std::int64_t>(100 * k), {{"train_loss", loss}, {"learning_rate", rate}}},
        1.5e9);
  }
  const std::string file = " events.out.tfevents.run ";
  CHECK(first_fields(run(folder, REPLAY + file + "--json" + by_hand).out) ==
        R"({"observation":3,"stage":1,"decision":"decay","level":4,"spread":0,"drop_ratio":null}
{"observation":5,"stage":2,"decision":"stop","level":2,"spread":0,"drop_ratio":1}
)");
  CHECK(first_fields(
            run(folder, REPLAY + file + "--json --by-rate --column learning_rate" + by_hand).out)
            .starts_with(R"({"observation":2,"stage":1,"decision":"decay","level":0.1)"));
  const Result wrong_tag = run(folder, REPLAY + file + "--column loss");
  CHECK(wrong_tag.status == 1);
  CHECK(wrong_tag.err ==
        "replay: events.out.tfevents.run: no tag loss; there are learning_rate, train_loss\n");

  const std::string bytes = test::read(folder.path() / "events.out.tfevents.run");
  folder.write("torn.tfevents", bytes.substr(0, bytes.size() - 3));
  const Result torn = run(folder, REPLAY " torn.tfevents --json" + by_hand);
  CHECK(torn.status == 0);
  CHECK(torn.err.starts_with("replay: torn.tfevents: ends within the record at byte "));
}

TEST_CASE("--plots draws each log into a folder that it creates") {
  const TemporaryFolder folder;
  folder.write("gnuplot", "#!/bin/sh\ncp \"$4\" \"$5\"\n");
  std::filesystem::permissions(folder.path() / "gnuplot", std::filesystem::perms::owner_all);
  folder.write("runs/a/log.csv", short_log);
  folder.write("runs/b/log.csv", small_log);
  folder.write("runs/b-log.csv", short_log);
  const Result result = run(folder, "PATH=.:$PATH " REPLAY " runs --plots pictures/of" + by_hand);
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  CHECK(test::read(folder.path() / "pictures/of/a-log.svg").starts_with("1 8 NaN\n"));
  CHECK(test::read(folder.path() / "pictures/of/b-log.svg").starts_with("1 8 0.1"));
  CHECK(test::read(folder.path() / "pictures/of/b-log-2.svg").starts_with("1 8 NaN\n"));
  folder.write("gnuplot", "#!/bin/sh\nexit 3\n");
  const Result failed = run(folder, "PATH=.:$PATH " REPLAY " runs --plots pictures/of" + by_hand);
  CHECK(failed.status == 1);
  CHECK(failed.out.ends_with("\n3 logs: 4 decays, 1 stop; 3 pictures could not be drawn\n"));
  CHECK(failed.err.find("replay: cannot draw pictures/of/a-log.svg: ") != std::string::npos);

  const Result single = run(folder, REPLAY " runs --plot log.svg");
  CHECK(single.status == 2);
  CHECK(single.err ==
        "replay: --plot draws one log, and there are 3: --plots FOLDER draws them all\n");
}

TEST_CASE("what is not a regular file is refused, not waited for or read without end") {
  const TemporaryFolder folder;
  REQUIRE(::mkfifo((folder.path() / "pipe.csv").c_str(), 0600) == 0);
  REQUIRE(::mkfifo((folder.path() / "events.out.tfevents.1").c_str(), 0600) == 0);
  for (const std::string name : {"pipe.csv", "events.out.tfevents.1"}) {
    CAPTURE(name);
    const Result result = run(folder, REPLAY " " + name);
    CHECK(result.status == 2);
    CHECK(result.err == "replay: LOG: expected a regular file or a folder, got '" + name + "'\n");
  }
  const Result of_folder = run(folder, REPLAY " .");
  CHECK(of_folder.status == 1);
  CHECK(of_folder.err.find("pipe.csv: is not a regular file") != std::string::npos);
}

TEST_CASE("names from files are printed without control characters") {
  const TemporaryFolder folder;
  folder.write("a\x1b[2J.csv", short_log);
  folder.write("b.csv", "lo\x1b]0;ss,\"acc\nuracy\"\n1,2\n");
  const Result result = run(folder, REPLAY " *.csv" + by_hand);
  CHECK(result.out.find("log           a\\x1b[2J.csv, column train_loss") != std::string::npos);
  CHECK(result.err.find("there are lo\\x1b]0;ss, acc\\nuracy") != std::string::npos);
  for (const std::string& text : {result.out, result.err}) CHECK(text.find('\x1b') == text.npos);
}
