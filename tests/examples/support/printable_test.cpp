#include "support/printable.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace std::string_literals;
using support::printable;
using support::printable_lines;

TEST_CASE("control characters become visible, and nothing else changes") {
  CHECK(printable("stage-1.safetensors") == "stage-1.safetensors");
  CHECK(printable("\x1b[2J\x07\x7f\0"s) == "\\x1b[2J\\x07\\x7f\\x00");
  CHECK(printable("a\tb\r\n") == "a\\tb\\x0d\\n");
  CHECK(printable("é, 日本, \\") == "é, 日本, \\");
  // U+009B, which some terminals take for the beginning of a command, and U+00A0, which is a blank.
  CHECK(printable("\xc2\x9b"
                  "2J\xc2\xa0") == "\\x9b2J\xc2\xa0");
  // What is not UTF-8 stays as it is.
  CHECK(printable("\xff\xc2") == "\xff\xc2");
}

TEST_CASE("the lines of a longer text stay apart") {
  CHECK(printable_lines("one\n\x1btwo\n") == "one\n\\x1btwo\n");
}
