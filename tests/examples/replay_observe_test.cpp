#include "replay.hpp"

#include <filesystem>
#include <string>

#include <doctest/doctest.h>

using test::by_hand;
using test::first_fields;
using test::replay;
using test::Result;
using test::run;
using test::small_log;

TEST_CASE("--observe prints each observation") {
  CHECK(replay("train_loss\n8\nnan\n4\n4\n4.5\n4.5\n8\n8\n", by_hand + "--observe").out ==
        R"(log           log.csv, column train_loss
observations  8, 1 of them non-finite
scheduler     latest | range(window=2, tolerance=0.1, epsilon=0) | drop(ratio=0.5, epsilon=0, reference=first_level) | scale, observed only

observation 1, stage 1: level 8, 1 of 2 observations
observation 2, stage 1: non-finite loss
observation 3, stage 1: level 4, spread 1 >= 0.1
observation 4, stage 1: level 4, spread 0 < 0.1: would decay here
observation 5, stage 1: level 4.5, spread 0.125 >= 0.1
observation 6, stage 1: level 4.5, spread 0 < 0.1: would decay here
observation 7, stage 1: level 8, spread 0.777778 >= 0.1
observation 8, stage 1: level 8, spread 0 < 0.1: would decay here
the log ends at observation 8: would decay at 3 observations, first in each stage: 4; would stop at 0 observations
)");
}

TEST_CASE("--untrained is the reference for the drop of the first stage") {
  const std::string out =
      replay("train_loss\n4\n4\n4.5\n4.5\n", by_hand + "--observe --untrained 8").out;
  CHECK(out.find("observation 2, stage 1: level 4, spread 0 < 0.1, loss at 0.5 of the untrained "
                 "model's <= 0.5: would decay here\n") != std::string::npos);
  CHECK(out.find("observation 4, stage 1: level 4.5, spread 0 < 0.1, loss at 0.5625 of the "
                 "untrained model's > 0.5: would stop here\n") != std::string::npos);
}

TEST_CASE("--observe prints the stages of the log") {
  const std::string out = replay(small_log, by_hand + "--observe").out;
  CHECK(out.find("observation 7, stage 2: ") != std::string::npos);
  CHECK(out.find("observation 8, stage 3: level 1, 1 of 2 observations\n") != std::string::npos);
  CHECK(
      out.ends_with("the log ends at observation 11: would decay at 3 observations, first in each "
                    "stage: 3, 7; would stop at 3 observations, first in each stage: 9\n"));
}

TEST_CASE("--observe --json prints one object per observation") {
  CHECK(
      replay("train_loss\n8\ninf\n4\n4\n", "--scheduler 'patience(2) | drop' --observe --json")
          .out ==
      R"({"observation":1,"stage":1,"decision":"hold","level":8.0,"stability":{"quantity":"no improvement for","value":0.0,"unit":"observations","relation":"<","limit":2.0,"holds":false},"drop":null,"log":"log.csv","would":"hold","stable_in":2.0}
{"observation":2,"stage":1,"decision":"hold","level":null,"stability":{"quantity":"no improvement for","value":0.0,"unit":"observations","relation":"<","limit":2.0,"holds":false},"drop":null,"log":"log.csv","would":"hold","stable_in":2.0}
{"observation":3,"stage":1,"decision":"hold","level":4.0,"stability":{"quantity":"no improvement for","value":0.0,"unit":"observations","relation":"<","limit":2.0,"holds":false},"drop":null,"log":"log.csv","would":"hold","stable_in":2.0}
{"observation":4,"stage":1,"decision":"hold","level":4.0,"stability":{"quantity":"no improvement for","value":1.0,"unit":"observations","relation":"<","limit":2.0,"holds":false},"drop":null,"log":"log.csv","would":"hold","stable_in":1.0}
)");
}

TEST_CASE("the last line shows how far the stage is from stable") {
  CHECK(replay("train_loss\n8\n4\n4\n", "--scheduler 'pytorch(3)'")
            .out.ends_with(
                "no improvement for 1 observation <= 3; stable in 3 more observations with "
                "no improvement\n"));
  // Falls by a tenth less each time: a spread over two that is halved each time.
  std::string log = "train_loss\n";
  double loss = 1.0;
  for (int i = 0; i < 14; ++i) {
    log += std::to_string(loss) + '\n';
    loss -= 0.05 / (1 << i);
  }
  CHECK(replay(log, "--scheduler 'latest | range(2, 0.000001)'").out.find("; stable in about ") !=
        std::string::npos);
}

TEST_CASE("lines on standard input are treated like the lines of a file") {
  const TemporaryFolder folder;
  folder.write("log.csv", small_log);
  const Result lines = run(folder, "cat log.csv | " REPLAY " - --json --by-rate" + by_hand);
  CHECK(lines.status == 0);
  CHECK(first_fields(lines.out) ==
        first_fields(run(folder, REPLAY " log.csv --json --by-rate" + by_hand).out));
  CHECK(run(folder, "cat log.csv | " REPLAY " -" + by_hand).out ==
        R"(log           standard input, column train_loss
scheduler     latest | range(window=2, tolerance=0.1, epsilon=0) | drop(ratio=0.5, epsilon=0, reference=first_level) | scale

observation 3: decay after 3 observations of stage 1: spread 0 < 0.1
observation 7: decay after 3 observations of stage 2: spread 0 < 0.1, loss at 0.5 of its start <= 0.5
observation 9: stop after 2 observations of stage 3: spread 0 < 0.1, loss at 1 of its start > 0.5
the log ends at observation 11, 2 after the stop
)");
}

TEST_CASE("standard input can have one number per line") {
  const TemporaryFolder folder;
  const Result result = run(folder, "printf '\\n8\\r\\n4\\n\\nnan\\n4' | " REPLAY " -" + by_hand);
  CHECK(result.status == 0);
  CHECK(result.out == R"(log           standard input
scheduler     latest | range(window=2, tolerance=0.1, epsilon=0) | drop(ratio=0.5, epsilon=0, reference=first_level) | scale

observation 4: decay after 3 observations of stage 1: spread 0 < 0.1
the log ends at observation 4, 1 of them non-finite with this decay
)");
}

// The writer of the pipe continues only after it has seen the answer to its latest line.
TEST_CASE("--every answers each loss, in any format of lines, before the next one is read") {
  const TemporaryFolder folder;
  const auto answers = [&](const std::string& before, const std::string& loss) {
    folder.write("drive.sh", "mkfifo in out; " REPLAY " - --json --every" + by_hand +
                                 "< in > out & exec 3> in 4< out; " + before +
                                 " for loss in 8 4 4 nan 1 1 1; do printf '" + loss +
                                 "\\n' $loss >&3; read answer <&4; echo \"$answer\"; done; "
                                 "exec 3>&-; wait; rm in out\n");
    const Result result = run(folder, "timeout 20 bash drive.sh");
    CHECK(result.status == 0);
    return first_fields(result.out);
  };
  const std::string expected =
      R"({"observation":1,"stage":1,"decision":"hold","level":8,"spread":null,"drop_ratio":null}
{"observation":2,"stage":1,"decision":"hold","level":4,"spread":1,"drop_ratio":null}
{"observation":3,"stage":1,"decision":"decay","level":4,"spread":0,"drop_ratio":null}
{"observation":4,"stage":2,"decision":"hold","level":null,"spread":0,"drop_ratio":null}
{"observation":5,"stage":2,"decision":"hold","level":1,"spread":null,"drop_ratio":null}
{"observation":6,"stage":2,"decision":"stop","level":1,"spread":0,"drop_ratio":1}
{"observation":7,"stage":2,"decision":"stop","level":1,"spread":0,"drop_ratio":1}
)";
  CHECK(answers("", "%s") == expected);
  CHECK(answers("echo epoch,loss >&3;", "1,%s") == expected);
  CHECK(answers("", "{\"loss\": \"%s\"}") == expected);
}

TEST_CASE("--every is for a program at the other end of the pipes") {
  const TemporaryFolder folder;
  folder.write("log.csv", small_log);
  CHECK(run(folder, REPLAY " log.csv --json --every").err ==
        "replay: --every answers standard input: it needs - and --json\n");
  CHECK(run(folder, "echo 1 | " REPLAY " - --every").status == 2);
  CHECK(run(folder, "echo 1 | " REPLAY " - --json --every --observe").status == 2);
}

TEST_CASE("errors in standard input give the line") {
  const TemporaryFolder folder;
  const auto error = [&](const std::string& text, const std::string& options = "") {
    const Result result = run(folder, "printf '" + text + "' | " REPLAY " - " + options);
    CHECK(result.status == 1);
    return result.err;
  };
  CHECK(error("") ==
        "replay: standard input: the input is empty; expected a header of column names, or "
        "numbers\n");
  CHECK(error("epoch,loss\\n", "--column train_loss") ==
        "replay: standard input:1: no column train_loss; there are epoch, loss\n");
  CHECK(error("train_loss\\n8\\noops\\n") ==
        "replay: standard input:3: column train_loss: expected a number, got \"oops\"\n");
  CHECK(error("epoch,train_loss\\n1,8\\n2\\n") ==
        "replay: standard input:3: expected 2 cells as in the header, got 1\n");
  CHECK(error("8\\n\\noops\\n") ==
        "replay: standard input:3: column loss: expected a number, got \"oops\"\n");
  CHECK(error("8\\n", "--by-rate") ==
        "replay: standard input:1: no column learning_rate; there are loss\n");
  CHECK(error("train_loss,x\\n\"8\\n", "") ==
        "replay: standard input:2: a double quote is never closed\n");
  folder.write("log.csv", "train_loss\n8\n");
  CHECK(run(folder, REPLAY " - log.csv").err == "replay: - must be the only log\n");
  const Result nothing = run(folder, "echo train_loss | " REPLAY " -");
  CHECK(nothing.status == 1);
  CHECK(nothing.err == "replay: standard input: there is no loss: nothing to replay\n");
  CHECK(run(folder, "printf '8\\nnan\\n' | " REPLAY " - --json").err ==
        "replay: standard input: non-finite losses: 1\n");
}
