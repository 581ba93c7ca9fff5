#include "log.hpp"
#include "process.hpp"
#include "support/csv.hpp"
#include "support/message.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using replay_tool::read_log;

namespace {

/// The error about a file with these contents, without its name.
std::string error_about(const std::string& text) {
  const TemporaryFolder folder;
  const std::string file = folder.write("log", text);
  const std::string message =
      test::message<csv::FileError>([&] { (void)read_log(file, {}, false); });
  return message.substr(std::min(file.size(), message.size()));
}

}  // namespace

TEST_CASE("damage in the middle is an error with its line") {
  CHECK(error_about("epoch;loss\n1;2\n2\n3;1\n") == ":3: expected 2 cells as in the header, got 1");
  CHECK(error_about("epoch\tloss\n1\t\"2\"x\n") ==
        ":2: expected a tab after a closing quote, got \"x\"");
  CHECK(error_about("{\"loss\": 1}\n{\"lo\n{\"loss\": 1}\n") == ":2: expected a JSON object");
  CHECK(error_about("1795871964316 2.5 0\n1795871964316 2.5\n1795871964316 2.5 1\n") ==
        ":2: expected a time, a value and a step, got \"1795871964316 2.5\"");
  CHECK(error_about("{\n\"log_history\": [{\n") ==
        ": expected a JSON document with a list log_history");
  CHECK(error_about("epoch,note,loss\n1,a,2\n2,\"b,1\n3,c,1\n4,d,1") ==
        ":3: a double quote is never closed");
  CHECK(error_about("\x1f\x8b\x08nonsense that is not compressed") ==
        ": its compressed data is damaged");
}

TEST_CASE("a file of no known format is answered with its first lines") {
  const TemporaryFolder folder;
  const std::string file = folder.write("notes.txt", "Dear all,\nnothing\nto see\nhere\n");
  const std::string error =
      test::message<csv::MissingColumn>([&] { (void)read_log(file, {}, false); });
  CHECK(error.find("it begins with \"Dear all,\", \"nothing\", \"to see\"") != std::string::npos);
  CHECK(error.find("tables with a header (CSV)") != std::string::npos);
}

TEST_CASE("a log without the series that is wanted names those that it has") {
  const TemporaryFolder folder;
  const std::string file = folder.write("log.csv", "a,b,b__MIN\n1,2,3\n");
  try {
    (void)read_log(file, {}, false);
    FAIL("expected MissingSeries");
  } catch (const replay_tool::MissingSeries& error) {
    CHECK(error.what() ==
          file + ":1: no column looks like a loss: --column must name it; there are a, b");
    CHECK(error.problem == file + ":1: no column looks like a loss");
    CHECK(error.series == std::vector<std::string>{"a", "b"});
  }
}

TEST_CASE("an unknown format is answered with what was seen and what to do") {
  CHECK(error_about("Epoch 1 - my loss = 2.3\n")
            .ends_with("; it begins with \"Epoch 1 - my loss = 2.3\"; losses are also taken as one "
                       "number per line, such as those of sed -n "
                       "'s/.*loss[ :=]*\\([0-9.e+-]*\\).*/\\1/p' FILE | replay -"));
  CHECK(error_about("Epoch 1 - loss = 2.3 - val_loss = 2.5\n")
            .ends_with("; losses are also taken as one number per line"));
  CHECK(error_about("some prose about a loss\nand more\n")
            .ends_with("\"and more\"; losses are also taken as one number per line"));
  CHECK(error_about("PK\x03\x04zip").find("; it begins with binary data; ") != std::string::npos);
  CHECK(error_about(std::string("\xff\xfe"
                                "l\0o\0s\0s\0\n\0",
                                12))
            .ends_with("; iconv -f UTF-16 -t UTF-8 FILE converts this text"));
  CHECK(error_about("[{\"loss\": 1}]\n").find("begins with \"[{\"loss\": 1}]\"") !=
        std::string::npos);
  CHECK(error_about("\\begin{tabular}\n").find("none of the formats") != std::string::npos);
}

TEST_CASE("lines that end in a carriage return alone are an error that says how to convert them") {
  for (const std::string text :
       {"loss\r1\r2\r", "epoch,loss\r1,8\r2,4", "8\r4\r2\r", "{\"loss\": 8}\r{\"loss\": 4}\r"}) {
    CAPTURE(text);
    CHECK(error_about(text).ends_with(
        "; lines must end in \\n, not in \\r alone: tr '\\r' '\\n' < FILE converts them"));
  }
}

TEST_CASE("text in place of the loss is an error in JSON too") {
  CHECK(error_about("{\"loss\": 8}\n\n{\"loss\": \"abc\"}\n{\"loss\": 4}\n") ==
        ":3: key loss: expected a number, got \"abc\"");
  CHECK(error_about("{\"loss\": \"abc\"}\n{\"loss\": 4}\n") ==
        ":1: key loss: expected a number, got \"abc\"");
  CHECK(error_about("{\"train\": {\"loss\": 8}}\n{\"train\": {\"loss\": \"abc\"}}\n") ==
        ":2: key train.loss: expected a number, got \"abc\"");
  CHECK(error_about("{\"log_history\": [{\"loss\": 8}, {\"loss\": \"abc\"}]}\n") ==
        ": entry loss: expected a number, got \"abc\"");
  // No value, what Python writes for NaN, and the texts of other keys.
  CHECK(error_about("{\"loss\": 8, \"lr\": \"x\", \"time\": \"10:00\"}\n{\"loss\": null}\n"
                    "{\"loss\": \"\"}\n{\"loss\": NaN}\n{\"loss\": \"nan\"}\n")
            .empty());
}

TEST_CASE("a message shows only the start of a long text") {
  const std::string text(3'000'000, 'x');
  CHECK(error_about("loss\n" + text + '\n') ==
        ":2: column loss: expected a number, got \"" + text.substr(0, 60) + "...\"");
  for (const std::string& log :
       {"loss\n\"1\"" + text + '\n', "1795871964316 2.5 0\n" + text + "\n1795871964316 2 1\n",
        "{\"loss\": 1}\n{\"loss\": \"" + text + "\"}\n", "a,b," + text + "\n1,2,3\n", "x " + text})
    CHECK(error_about(log).size() < 600);
}

TEST_CASE("what is missing from a file may not be written yet") {
  const std::string early = "its compressed data ends early: the file may still be growing";
  const std::string compressed = test::read(LOGS "/tensorboard.events.gz");
  CHECK(error_about(compressed.substr(0, 3)) == ": " + early);
  CHECK(error_about(compressed.substr(0, 40)).ends_with(early));
  CHECK(error_about(test::read(LOGS "/tensorboard.events").substr(0, 20)) ==
        ": no tag looks like a loss; there are none; ends within the record at byte 0, which is "
        "ignored: the file may still be growing");
}

TEST_CASE("bounds of W&B without their series are listed") {
  CHECK(error_about("a - loss__MIN,a - loss__MAX\n1,2\n")
            .ends_with(": --column must name it; there are a - loss__MIN, a - loss__MAX"));
}
