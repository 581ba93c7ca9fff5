#include "run/line_checksums.hpp"

#include "temporary_folder.hpp"

#include <string>

#include <doctest/doctest.h>

using trainer::LineChecksums;

namespace {

const std::string three_lines = "a\nbc\n\n";

LineChecksums checksums() {
  LineChecksums checksums;
  for (const char* const line : {"a", "bc", ""}) checksums.add(line);
  return checksums;
}

std::string refusal(const std::string& text) {
  return error_of([&] { (void)checksums().own_part(text, "f"); });
}

}  // namespace

TEST_CASE("a line's checksum is the CRC-32 of all bytes up to its end") {
  // By Python's zlib.crc32, of "a\n", "a\nbc\n" and "a\nbc\n\n".
  CHECK(checksums().text() == "ddeaa107e89b87b0f95e2e98");
  CHECK(LineChecksums("ddeaa107e89b87b0f95e2e98") == checksums());
  CHECK(checksums().size() == 3);
  CHECK(LineChecksums("").size() == 0);
}

TEST_CASE("a text that no checksums were written as is refused") {
  for (const char* const text : {"ddeaa10", "ddeaa107e", "ddeaa10x", "-deaa107", " ddeaa10"})
    CHECK(error_of([&] { LineChecksums checksums(text); }) == "no checksums of lines");
}

TEST_CASE("the lines that were written are told from those that follow") {
  CHECK(checksums().own_part(three_lines, "f") == three_lines);
  CHECK(checksums().own_part(three_lines + "more\nand", "f") == three_lines);
  CHECK(LineChecksums().own_part("more\n", "f").empty());
}

TEST_CASE("the first line that is another or missing is named") {
  CHECK(refusal("b\nbc\n\n") == "f:1: not the line that was written");
  CHECK(refusal("a\nbd\n\n") == "f:2: not the line that was written");
  CHECK(refusal("a\n\nbc\n") == "f:2: not the line that was written");
  CHECK(refusal("a\nbc\nx\n") == "f:3: not the line that was written");
  CHECK(refusal("a\nbc\n") == "f:3: missing or cut off; 3 lines were written");
  CHECK(refusal("a\nbc") == "f:2: missing or cut off; 3 lines were written");
  CHECK(refusal("") == "f:1: missing or cut off; 3 lines were written");
}

TEST_CASE("no changed bit goes unnoticed, and its line is named") {
  for (std::size_t bit = 0; bit < 8 * three_lines.size(); ++bit) {
    CAPTURE(bit);
    std::string changed = three_lines;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    const int line = bit / 8 < 2 ? 1 : bit / 8 < 5 ? 2 : 3;
    CHECK(refusal(changed).starts_with("f:" + std::to_string(line) + ": "));
  }
}
