#include "replay.hpp"

#include "report.hpp"
#include "support/losses.hpp"
#include "support/required_tools.hpp"

#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>

using test::by_hand;
using test::carried_out;
using test::first_fields;
using test::number;
using test::replay;
using test::Result;
using test::small_log;

namespace {

const std::string two_decays_and_a_stop =
    R"({"observation":3,"stage":1,"decision":"decay","level":4,"spread":0,"drop_ratio":null}
{"observation":7,"stage":2,"decision":"decay","level":1,"spread":0,"drop_ratio":0.5}
{"observation":9,"stage":3,"decision":"stop","level":1,"spread":0,"drop_ratio":1}
)";

std::string column(const std::vector<double>& losses) {
  std::ostringstream text;
  text.precision(17);
  text << "train_loss\n";
  for (const double loss : losses) text << loss << '\n';
  return text.str();
}

}  // namespace

TEST_CASE("the text has a header, one line per decision and the state at the end of the log") {
  const Result result = replay(small_log, by_hand);
  CHECK(result.out == R"(log           log.csv, column train_loss
observations  11
scheduler     latest | range(window=2, tolerance=0.1, epsilon=0) | drop(ratio=0.5, epsilon=0, reference=first_level) | scale

observation 3: decay after 3 observations of stage 1: spread 0 < 0.1; saves 1 of 4 observations at a regret of 0 %
observation 7: decay after 3 observations of stage 2: spread 0 < 0.1, loss at 0.5 of its start <= 0.5; saves 0 of 3 observations at a regret of 0 %
observation 9: stop after 2 observations of stage 3: spread 0 < 0.1, loss at 1 of its start > 0.5; saves 2 of 4 observations at a regret of 0 %
the log ends at observation 11, 2 after the stop
)");
  CHECK(result.err.empty());
  CHECK(result.status == 0);
}

TEST_CASE("decisions have a colour only where it is asked for") {
  const auto text = [](bool colours) {
    std::ostringstream out;
    const auto report = replay_tool::text_report(out, {}, "auto", colours);
    report->begin({.log = "log", .column = ""});
    replay_tool::Answer answer;
    answer.observation = 3;
    report->answer(answer, {});
    answer.decision = answer.evidence.decision = autodecay::Decision::stop;
    report->answer(answer, {});
    return out.str();
  };
  CHECK(text(true).ends_with(
      "\n\n\x1b[31mobservation 3: stop after 0 observations of stage 1\x1b[0m\n"));
  CHECK(text(false).find('\x1b') == std::string::npos);
  CHECK(replay(small_log, by_hand).out.find('\x1b') == std::string::npos);
}

TEST_CASE("the last line shows whether the log ended with a decision") {
  CHECK(replay("train_loss\n8\n4\n4\n", by_hand)
            .out.ends_with("the log ends at observation 3 with this decay\n"));
  CHECK(replay("train_loss\n8\n8\n", by_hand + "--untrained 8")
            .out.ends_with("the log ends at observation 2 with this stop\n"));
  CHECK(replay("train_loss\n8\n4\n", by_hand)
            .out.ends_with("the log ends at observation 2: hold after 2 observations of stage 1: "
                           "spread 1 >= 0.1\n"));
}

TEST_CASE("--json prints one object per decision and nothing else") {
  const Result result = replay(small_log, by_hand + "--json");
  CHECK(first_fields(result.out) == two_decays_and_a_stop);
  CHECK(result.out.starts_with(
      R"({"observation":3,"stage":1,"decision":"decay","level":4.0,"stability":)"
      R"({"quantity":"spread","value":0.0,"unit":"","relation":"<","limit":0.1,"holds":true},)"
      R"("drop":null,"log":"log.csv","saved":1,"recorded":4,"regret":0.0})"
      "\n"));
  CHECK(result.err.empty());
  CHECK(result.status == 0);
}

TEST_CASE("blank cells are not counted in any file format") {
  const std::string log =
      "\xEF\xBB\xBFtrain_loss,note\r\n\"8\",a\r\n,b\r\n4,\"c,\"\"d\"\"\"\r\n\r\n , \r\n4,\r\n";
  CHECK(first_fields(replay(log, by_hand + "--json").out) ==
        two_decays_and_a_stop.substr(0, two_decays_and_a_stop.find('\n') + 1));
}

TEST_CASE("non-finite losses take up a position and are counted") {
  const std::string log = "train_loss\n8\nnan\n4\ninf\n-inf\n4\n";
  const Result json = replay(log, by_hand + "--json");
  CHECK(first_fields(json.out) ==
        R"({"observation":6,"stage":1,"decision":"decay","level":4,"spread":0,"drop_ratio":null})"
        "\n");
  CHECK(json.err == "replay: log.csv: non-finite losses: 3\n");
  CHECK(json.status == 0);
  CHECK(replay(log, by_hand).out.find("observations  6, 3 of them non-finite\n") !=
        std::string::npos);
}

TEST_CASE("the numbers in the JSON equal those of the library's replay") {
  const std::vector<double> losses = test::noisy_descent(300);
  autodecay::AutoDecay scheduler;
  scheduler.begin(8.0);
  const auto stages = autodecay::replay(scheduler, losses);
  std::istringstream out(carried_out(column(losses), "--untrained 8"));
  std::string line;
  std::size_t decisions = 0;
  for (const autodecay::ReplayedStage& stage : stages) {
    if (stage.evidence.decision == autodecay::Decision::hold) break;
    REQUIRE(std::getline(out, line));
    ++decisions;
    CHECK(number(line, "observation") == static_cast<double>(stage.last));
    CHECK(number(line, "stage") == static_cast<double>(stage.evidence.stage.index));
    CHECK(number(line, "level") == stage.evidence.stage.level);
    const auto read = nlohmann::json::parse(line);
    CHECK(read.at("stability").at("value") == stage.evidence.stability->value);
    CHECK(read.at("drop").at("value") == stage.evidence.drop->value);
  }
  CHECK(decisions >= 2);
  CHECK_FALSE(std::getline(out, line));
}

TEST_CASE("after a decision, the next recorded stage is waited for") {
  // Losses that would decide again at 4 and 5, in the recorded stage that ends with 5.
  const std::string log =
      "learning_rate,train_loss\n0.1,8\n0.1,4\n0.1,4\n0.1,4\n0.1,2\n0.01,2\n0.01,1\n0.01,1\n";
  const Result text = replay(log, by_hand);
  CHECK(
      text.out.find("observation 3: decay after 3 observations of stage 1: spread 0 < 0.1; saves 2 "
                    "of 5 observations at a regret of 50 %\n"
                    "observation 8: decay after 3 observations of stage 2: spread 0 < 0.1, loss at "
                    "0.5 of its start <= 0.5; saves 0 of 3 observations at a regret of 0 %\n"
                    "the log ends at observation 8 with this decay\n") != std::string::npos);
  // Without rates, nobody knows where the next stage would begin.
  const std::string without = "train_loss\n8\n4\n4\n4\n2\n2\n1\n1\n";
  CHECK(replay(without, by_hand)
            .out.ends_with(
                "observation 3: decay after 3 observations of stage 1: spread 0 < 0.1\n"
                "the log ends at observation 8, 5 after the decay: the log records no "
                "learning rate there, so its further losses say nothing about a run with this "
                "decay\n"));
}

TEST_CASE("a rate that changes at every observation has no stages") {
  const std::string log = "lr,train_loss\n0.5,8\n0.4,4\n0.3,4\n0.2,2\n0.1,1\n0.05,1\n";
  CHECK(replay(log, by_hand)
            .out.ends_with("observation 3: decay after 3 observations of stage 1: spread 0 < 0.1\n"
                           "the log ends at observation 6, 3 after the decay: the log changes its "
                           "learning rate there, so its further losses say nothing about a "
                           "run with this decay\n"));
  CHECK(replay(log, by_hand + "--json").out.find("regret") == std::string::npos);
}

TEST_CASE("a recorded stage without a decision is reported") {
  CHECK(replay("lr,train_loss\n0.1,8\n0.1,4\n0.01,2\n0.01,2\n", by_hand)
            .out.ends_with(
                "observation 2: hold after 2 observations of stage 1: spread 1 >= 0.1; the "
                "recorded learning rate changes\n"
                "observation 4: stop after 2 observations of stage 2: spread 0 < 0.1, loss "
                "at 1 of its start > 0.5; saves 0 of 2 observations at a regret of 0 %\n"
                "the log ends at observation 4 with this stop\n"));
}

TEST_CASE("a regret needs a positive loss") {
  const std::string log = "lr,train_loss\n0.1,8\n0.1,-4\n0.1,-4\n0.1,-4\n";
  CHECK(replay(log, by_hand).out.find("saves 1 of 4 observations at an undefined regret\n") !=
        std::string::npos);
  CHECK(replay(log, by_hand + "--json").out.find("\"regret\":null") != std::string::npos);
}

TEST_CASE("a blank rate, and text in its place, repeats the previous rate") {
  const std::string log = "learning_rate,train_loss\n,8\n0.1,8\n5,\n0.1,4\n,4\n[0.1],4\n";
  const std::string out = replay(log, by_hand + "--by-rate").out;
  CHECK(out.find("observation 2: stop") == std::string::npos);
  CHECK(out.find("observation 2: decay after 2 observations of stage 1") != std::string::npos);
}

TEST_CASE("--by-rate also reads rates in rows without a loss") {
  const std::string sparse = "lr,train_loss\n0.1,\n,8\n,4\n0.01,\n,4\n,4\n";
  CHECK(first_fields(replay(sparse, by_hand + "--json --by-rate").out) ==
        R"({"observation":4,"stage":2,"decision":"stop","level":4,"spread":0,"drop_ratio":1})"
        "\n");
}

TEST_CASE("every policy can be chosen") {
  const auto json = [](const std::string& options) {
    return first_fields(carried_out(small_log, options));
  };
  CHECK(json("--scheduler 'latest | range(2, 0.1, 0) | unlimited'") ==
        R"({"observation":3,"stage":1,"decision":"decay","level":4,"spread":0,"drop_ratio":null}
{"observation":7,"stage":2,"decision":"decay","level":1,"spread":0,"drop_ratio":null}
{"observation":9,"stage":3,"decision":"decay","level":1,"spread":0,"drop_ratio":null}
{"observation":11,"stage":4,"decision":"decay","level":1,"spread":0,"drop_ratio":null}
)");
  CHECK(json("--scheduler 'patience(2, 0.1) | stages(2)'") ==
        R"({"observation":4,"stage":1,"decision":"decay","level":4,"spread":null,"drop_ratio":null}
{"observation":8,"stage":2,"decision":"stop","level":1,"spread":null,"drop_ratio":null}
)");
  // Means of two: 8 6 4 4, then 2 1.5 1 1.
  CHECK(json("--scheduler 'mean(2) | range(2, 0.1, 0) | drop(0.5, 0, first_level)'") ==
        R"({"observation":4,"stage":1,"decision":"decay","level":4,"spread":0,"drop_ratio":null}
{"observation":8,"stage":2,"decision":"decay","level":1,"spread":0,"drop_ratio":0.5}
{"observation":10,"stage":3,"decision":"stop","level":1,"spread":0,"drop_ratio":1}
)");
  CHECK(json("--scheduler 'ema(0) | range(2, 0.1, 0) | drop(0.5, 0, first_level)'") ==
        R"({"observation":3,"stage":1,"decision":"decay","level":4,"spread":0,"drop_ratio":null}
{"observation":7,"stage":2,"decision":"decay","level":1,"spread":0,"drop_ratio":0.25}
{"observation":9,"stage":3,"decision":"stop","level":1,"spread":0,"drop_ratio":1}
)");
  // (4 + ε)/(8 + ε)
  CHECK(json("--scheduler 'latest | range(2, 0.1) | drop(0.5, 3.5)' --untrained 8")
            .find("\"drop_ratio\":" + autodecay::to_text(7.5 / 11.5)) != std::string::npos);
}

TEST_CASE("a number that JSON cannot represent is null") {
  // With ε = 0, the ratio to the end of stage 1 is 0/0.
  const std::string out = replay("lr,train_loss\n0.1,0\n0.1,0\n0.01,0\n0.01,0\n",
                                 "--scheduler 'patience(1, 0) | drop(0.95, 0)' --json")
                              .out;
  CHECK(out.find(R"("drop":{"quantity":"loss at","value":null,)") != out.npos);
}

TEST_CASE("options out of range or malformed give exit status 2 and the allowed values") {
  const auto error = [](const std::string& options) {
    const Result result = replay(small_log, options);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    return result.err;
  };
  CHECK(error("--scheduler 'ema(1.5)'") ==
        "replay: --scheduler: beta must be in [0, 1), got 1.5\n  ema(1.5)\n      ^\n");
  CHECK(error("--scheduler 'range | drap'").ends_with("\n  range | drap\n          ^\n"));
  CHECK(error("--plot log.pdf") == "replay: --plot must end in .svg or .png, got \"log.pdf\"\n");
  CHECK(error("--plot log.svg --plots pictures") ==
        "replay: --plot and --plots cannot be combined\n");
  for (const std::string loss : {"nan", "inf", "0", "-1"})
    CHECK(error("--untrained " + loss) ==
          "replay: --untrained must be a finite loss above 0, got " + loss + '\n');
  CHECK(error("--suggest --json").ends_with("-, --plot, --plots, --json, --observe or --every\n"));
  CHECK(error("--regret 0.02").find("--suggest") != std::string::npos);
  CHECK(error("--colour").starts_with("replay: "));
  CHECK(test::run(TemporaryFolder(), REPLAY "").err == "replay: no LOG is given; see --help\n");
}

TEST_CASE("if no log has a loss, there is nothing to replay, which the exit status says") {
  for (const std::string option : {"", "--json", "--compare"}) {
    CAPTURE(option);
    CHECK(replay("train_loss\n", option).err ==
          "replay: log.csv: column train_loss has no value in any of 0 rows: nothing to replay\n");
    const Result result = replay("epoch,train_loss\n1,\n2,\n", option);
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK(
        result.err ==
        "replay: log.csv: takes the column train_loss, which is empty; --column can name another: "
        "epoch\n"
        "replay: log.csv: column train_loss has no value in any of 2 rows: nothing to replay\n");
  }
}

TEST_CASE("an unusable file gives exit status 1 and the position of the error") {
  const auto error = [](const std::string& log, const std::string& options = "") {
    const Result result = replay(log, options);
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    return result.err;
  };
  CHECK(error("") == "replay: log.csv:1: the file is empty; expected a header of column names\n");
  CHECK(error("2.5,1\n2.25,2\n") ==
        "replay: log.csv:1: expected a header of column names, or one number per line, got "
        "\"2.5\" and 1 more\n");
  CHECK(error("epoch,loss\n1,2\n", "--column train_loss") ==
        "replay: log.csv:1: no column train_loss; there are epoch, loss\n");
  CHECK(error("epoch,train_loss\n1,2\n2,oops\n") ==
        "replay: log.csv:3: column train_loss: expected a number, got \"oops\"\n");
  CHECK(error("epoch,train_loss\n1,2\n2\n") ==
        "replay: log.csv:3: expected 2 cells as in the header, got 1\n");
  CHECK(error("epoch,train_loss\n1,2\n", "--by-rate") ==
        "replay: log.csv:1: no column learning_rate; there are epoch, train_loss\n");
  CHECK(error("learning_rate,train_loss\nx,2\n", "--by-rate") ==
        "replay: log.csv: column learning_rate has no learning rate in any row with a loss\n");
}

TEST_CASE("a wrong path gives exit status 2, and nothing is replayed") {
  const TemporaryFolder folder;
  folder.write("log.csv", small_log);
  const auto error = [&](const std::string& arguments) {
    const Result result = test::run(folder, REPLAY " log.csv " + arguments);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    return result.err;
  };
  CHECK(error("missing.csv") ==
        "replay: LOG: expected a regular file or a folder, got 'missing.csv', which does not "
        "exist\n");
  CHECK(error("''") ==
        "replay: LOG: expected a regular file or a folder, got '', which does not exist\n");
  CHECK(error("/dev/zero") ==
        "replay: LOG: expected a regular file or a folder, got '/dev/zero'\n");
  CHECK(error("--plot absent/c.svg") ==
        "replay: --plot: expected the path of a file in an existing folder, got 'absent/c.svg', "
        "which does not exist\n");
  CHECK(error("--plot ''") ==
        "replay: --plot: expected the path of a file in an existing folder, got '', which does not "
        "exist\n");
  CHECK(error("--plots log.csv/pictures") ==
        "replay: --plots: expected a folder, which is created if necessary, got "
        "'log.csv/pictures', which does not exist\n");
  CHECK(error("--plots log.csv") ==
        "replay: --plots: expected a folder, which is created if necessary, got 'log.csv'\n");
}

TEST_CASE("a name in square brackets is a name, not a list") {
  const TemporaryFolder folder;
  folder.write("[runs]/log.csv", small_log);
  folder.write("[a,b]", small_log);
  CHECK(test::run(folder, REPLAY " '[runs]' '[a,b]'" + by_hand)
            .out.ends_with("\n2 logs: 4 decays, 2 stops\n"));
  CHECK(test::run(folder, REPLAY " '[none]'").err ==
        "replay: LOG: expected a regular file or a folder, got '[none]', which does not exist\n");
  for (const std::string option : {"--column '[x]'", "'--column=[x]'"})
    CHECK(test::run(folder, REPLAY " '[a,b]' " + option).err ==
          "replay: [a,b]:1: no column [x]; there are epoch, learning_rate, train_loss\n");
  CHECK(test::run(folder, REPLAY " '[a,b]' --untrained '[1]'").err ==
        "replay: --untrained: expected a decimal number, got '[1]'\n");
  CHECK(test::run(folder, REPLAY " '[a,b]' '--no-such=[x]'").err.find("--no-such=[x]\n") !=
        std::string::npos);
}

TEST_CASE("numbers are decimal") {
  const auto error = [](const std::string& number) {
    const Result result = replay(small_log, "--untrained " + number + by_hand);
    CHECK(result.status == 2);
    return result.err;
  };
  CHECK(error("0x1") == "replay: --untrained: expected a decimal number, got '0x1'\n");
  CHECK(error("1e999") == "replay: --untrained: expected a decimal number, got '1e999'\n");
  CHECK(error("''") == "replay: --untrained: expected a decimal number, got ''\n");
  CHECK(replay(small_log, "--json --untrained 010" + by_hand).out ==
        replay(small_log, "--json --untrained 10" + by_hand).out);
}

TEST_CASE("output that cannot be written is an error") {
  const TemporaryFolder folder;
  folder.write("log.csv", small_log);
  for (const std::string command : {"log.csv", "--list", "--help", "--version", "- < log.csv"}) {
    CAPTURE(command);
    const Result result = test::run(folder, REPLAY " " + command + " > /dev/full");
    CHECK(result.status == 1);
    CHECK(result.err == "replay: standard output cannot be written\n");
  }
}

TEST_CASE("text in other columns is ignored") {
  CHECK(replay("learning_rate,note,train_loss\nx,y,8\n", by_hand).status == 0);
}

TEST_CASE("--help names every option with its default") {
  const Result result = replay("", "--help");
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  for (const char* text :
       {"--column", "--maximize", "--scheduler", "=auto", "--list", "--by-rate", "--observe",
        "--json", "--plot", "--plots", "--suggest", "--regret", "=0.05"}) {
    CAPTURE(text);
    CHECK(result.out.find(text) != std::string::npos);
  }
}

TEST_CASE("--version prints the library's version") {
  const Result result = replay("", "--version");
  CHECK(result.status == 0);
  CHECK(result.out == std::string(autodecay::version) + '\n');
}

TEST_CASE("bash completes every option, and every name that it offers for --scheduler is one") {
  const TemporaryFolder folder;
  const auto completed = [&](const std::string& words) {
    return test::run(folder, "bash -c 'source " COMPLETION "; COMP_WORDS=(" + words +
                                 "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _replay; "
                                 "printf \"%s\\n\" \"${COMPREPLY[@]}\"'")
        .out;
  };
  std::istringstream help(test::run(folder, REPLAY " --help").out);
  std::istringstream offered(completed("replay --"));
  std::set<std::string> options, completions;
  for (std::string word; help >> word;)
    if (const std::size_t dashes = word.find("--"); dashes != word.npos)
      options.insert(
          word.substr(dashes, word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", dashes)));
  for (std::string word; offered >> word;) completions.insert(word);
  CHECK(completions.size() > 10);
  CHECK((completions == options));

  const std::string list = test::run(folder, REPLAY " --list").out;
  std::istringstream names(completed("replay --scheduler \"\""));
  int count = 0;
  for (std::string name; names >> name; ++count)
    CHECK(list.find("\n  " + name + " ") != std::string::npos);
  CHECK(count > 10);

  folder.write("two words/a log.csv", small_log);
  CHECK(completed("replay two") == "two words\n");
  CHECK(completed("replay --plots two") == "two words\n");
  CHECK(completed("replay \"two words/a\"") == "two words/a log.csv\n");
}

// A shell script replaces gnuplot here. Its arguments are --default-settings -c SCRIPT DATA PICTURE
// TITLE SCHEDULER.
TEST_CASE("--plot passes the data to gnuplot and moves the picture to its path") {
  const TemporaryFolder folder;
  folder.write("log.csv", small_log);
  folder.write("gnuplot", "#!/bin/sh\ncp \"$4\" \"$5\"\necho \"$6, $7\" > title\n");
  std::filesystem::permissions(folder.path() / "gnuplot", std::filesystem::perms::owner_all);
  const std::string command = "PATH=.:$PATH " REPLAY " log.csv --plot 'a b.svg'" + by_hand;

  const Result result = test::run(folder, command);
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  CHECK(test::read(folder.path() / "title") ==
        "log.csv, train_loss, latest | range(window=2, tolerance=0.1, epsilon=0) | drop(ratio=0.5, "
        "epsilon=0, reference=first_level) | scale\n");
  CHECK(test::read(folder.path() / "a b.svg") == R"(1 8 0.10000000000000001
2 4 0.10000000000000001
3 4 0.10000000000000001
4 4 0.10000000000000001
5 2 0.050000000000000003
6 1 0.050000000000000003
7 1 0.050000000000000003
8 1 0.01
9 1 0.01
10 1 0.01
11 1 0.01


1 8
2 4
3 4

5 2
6 1
7 1

8 1
9 1


1 1 3
2 5 7
3 8 9


0 0 0 ""
3 1 1 "3: decay, spread 0 < 0.1"
7 1 2 "7: decay, spread 0 < 0.1, loss at 0.5 of its start <= 0.5"
9 2 3 "9: stop, spread 0 < 0.1, loss at 1 of its start > 0.5"
)");

  SUBCASE("a failure keeps the old picture and leaves no other file") {
    const std::string before = test::read(folder.path() / "a b.svg");
    folder.write("gnuplot", "#!/bin/sh\necho half > \"$5\"\nexit 3\n");
    const Result failure = test::run(folder, command);
    CHECK(failure.status == 1);
    CHECK(failure.err.starts_with("replay: cannot draw a b.svg: gnuplot failed on "));
    CHECK(test::read(folder.path() / "a b.svg") == before);
    CHECK(test::run(folder, "LC_ALL=C ls -A").out ==
          ".err\n.out\na b.svg\ngnuplot\nlog.csv\ntitle\n");
  }
  SUBCASE("nothing that a kill would leave is beside the picture while it is drawn") {
    folder.write("gnuplot", "#!/bin/sh\nLC_ALL=C ls -A > entries\necho drawn > \"$5\"\n");
    CHECK(test::run(folder, command).status == 0);
    CHECK(test::read(folder.path() / "a b.svg") == "drawn\n");
    CHECK(test::read(folder.path() / "entries") ==
          ".err\n.out\na b.svg\nentries\ngnuplot\nlog.csv\ntitle\n");
  }
  SUBCASE("without gnuplot, nothing is read or created") {
    for (const std::string options : {"log.csv --plot c.png", "log.csv --plots pictures",
                                      "--compare log.csv --plot c.png", "- --plot c.png"}) {
      CAPTURE(options);
      const Result missing = test::run(folder, "PATH=/nowhere " REPLAY " " + options);
      CHECK(missing.status == 1);
      CHECK(missing.out.empty());
      CHECK(missing.err == "replay: gnuplot, which draws the pictures, is not in $PATH\n");
    }
    CHECK_FALSE(std::filesystem::exists(folder.path() / "c.png"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "pictures"));
  }
  SUBCASE(
      "without a folder for temporary files, the decisions are printed and the error names it") {
    const Result homeless = test::run(folder, "TMPDIR=/nowhere " + command + "--json");
    CHECK(homeless.status == 1);
    CHECK(first_fields(homeless.out) == two_decays_and_a_stop);
    CHECK(homeless.err ==
          "replay: cannot draw a b.svg: the folder for temporary files, TMPDIR=/nowhere: No such "
          "file or directory\n");
  }
}

TEST_CASE("gnuplot draws any log without a warning") {
  const TemporaryFolder folder;
  if (test::run(folder, "gnuplot --version").status != 0) {
    CHECK_MESSAGE(!test::tools_are_required(), "gnuplot is not installed: its script is not tried");
    return;
  }
  folder.write("small.csv", small_log);
  folder.write("one.csv", "learning_rate,train_loss\n0,1\n");
  folder.write("none.csv", "train_loss\nnan\nnan\n");
  folder.write("negative.csv", "learning_rate,train_loss\n,3\n0.1,-2\n0.2,inf\n");
  for (const std::string name : {"small", "one", "none", "negative"}) {
    CAPTURE(name);
    const Result result =
        test::run(folder, REPLAY " " + name + ".csv --plot " + name + ".svg" + by_hand);
    CHECK(result.status == 0);
    CHECK(result.err.empty());
    const std::string svg = test::read(folder.path() / (name + ".svg"));
    CHECK(svg.find("</svg>") != std::string::npos);
    CHECK(svg.find("prefers-color-scheme: dark") != std::string::npos);
    const Result comparison =
        test::run(folder, REPLAY " --compare " + name + ".csv --plot " + name + ".svg" + by_hand);
    CHECK(comparison.status == 0);
    CHECK(comparison.err.empty());
    CHECK(test::read(folder.path() / (name + ".svg")).find("improvement_test") !=
          std::string::npos);
  }
  CHECK(test::run(folder, REPLAY " small.csv --plot small.png").status == 0);
  CHECK(test::read(folder.path() / "small.png").starts_with("\x89PNG"));
}

TEST_CASE("a program that drives its schedule with anything but numbers is told so at once") {
  const TemporaryFolder folder;
  const Result result =
      test::run(folder, "mkfifo in; timeout 5 " REPLAY
                        " - --json --every < in & exec 3> in; echo 'tensor(0.5)' >&3; wait $!");
  CHECK(result.status == 1);
  CHECK(result.out.empty());
  CHECK(result.err.starts_with("replay: standard input: has none of the formats that are known: "));
  CHECK(result.err.find("; it begins with \"tensor(0.5)\"; ") != std::string::npos);
}

TEST_CASE("a folder stands for its tables, whatever the case and compression of their names") {
  const TemporaryFolder folder;
  folder.write("runs/a.tsv", "epoch\ttrain_loss\n1\t8\n");
  folder.write("runs/B.CSV", "train_loss\n8\n");
  folder.write("runs/requirements.txt", "numpy\ntorch\n");
  const Result result =
      test::run(folder, "gzip -c runs/a.tsv > runs/c.Log.GZ; " REPLAY " runs" + by_hand);
  CHECK(result.status == 0);
  CHECK(result.err.empty());
  CHECK(result.out.find("\n3 logs: ") != std::string::npos);
}
