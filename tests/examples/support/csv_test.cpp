#include "support/csv.hpp"

#include "support/csv_writer.hpp"
#include "support/message.hpp"
#include "temporary_folder.hpp"

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using namespace csv;
using Cells = std::vector<std::string>;

namespace {

Table parse(std::string_view text) { return csv::parse(text, "log.csv"); }

std::string error(std::string_view text) {
  return test::message<FileError>([&] { (void)parse(text); });
}

}  // namespace

TEST_CASE("a table is a header and rows with line numbers") {
  const Table table = parse("epoch,train_loss\n1,0.5\n2,\n");
  CHECK(table.header.cells == Cells{"epoch", "train_loss"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].cells == Cells{"1", "0.5"});
  CHECK(table.rows[1].cells == Cells{"2", ""});
  CHECK(table.header.line == 1);
  CHECK(table.rows[1].line == 3);
  CHECK(table.column("train_loss") == 1);
  CHECK(table.has_column("epoch"));
  CHECK_FALSE(table.has_column("Epoch"));
}

TEST_CASE("the last line may lack a line end") {
  CHECK(parse("a,b\n1,2").rows.at(0).cells == Cells{"1", "2"});
  CHECK(parse("a,b\n1,").rows.at(0).cells == Cells{"1", ""});
  CHECK(parse("a,b").rows.empty());
}

TEST_CASE("a byte order mark, CRLF, blank lines and blanks around cells are skipped") {
  const Table table = parse("\xEF\xBB\xBF\r\n a ,\tb\r\n\r\n1 , 2\r\n  \t\r\n3,4\r\n\n");
  CHECK(table.header.cells == Cells{"a", "b"});
  CHECK(table.header.line == 2);
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].cells == Cells{"1", "2"});
  CHECK(table.rows[1].cells == Cells{"3", "4"});
  CHECK(table.rows[1].line == 6);
}

TEST_CASE("a quoted cell holds commas, quotes, blanks and line ends") {
  const Table table = parse("\"a,1\",\"b\"\"c\"\r\n \" x \" ,\"\"\n\"two\nlines\",\"\"\"\"\n5,6");
  CHECK(table.header.cells == Cells{"a,1", "b\"c"});
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0].cells == Cells{" x ", ""});
  CHECK(table.rows[1].cells == Cells{"two\nlines", "\""});
  CHECK(table.rows[1].line == 3);
  CHECK(table.rows[2].line == 5);
}

TEST_CASE("a quote inside an unquoted cell is an ordinary character") {
  CHECK(parse("a\n5\"").rows.at(0).cells == Cells{"5\""});
}

TEST_CASE("what a writer writes is read back") {
  const Cells texts = {"",        "birds", "a,b",        "\"b\"",           " birds",
                       "birds\t", " ",     "two\nlines", "\rtwo\r\nlines\r"};
  Writer table("a,b,c,d,e,f,g,h,i");
  table.row(texts);
  table.row(0.1, "birds", std::vector<int>(7, -1));
  const std::vector<Row> rows = parse(table.text()).rows;
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].cells == texts);
  CHECK(rows[1].cells == Cells{"0.1", "birds", "-1", "-1", "-1", "-1", "-1", "-1", "-1"});
  CHECK(table.text().ends_with("\n0.1,birds,-1,-1,-1,-1,-1,-1,-1\n"));
}

TEST_CASE("errors name the file, the line, the text found and the text expected") {
  CHECK(error("") == "log.csv:1: the file is empty; expected a header of column names");
  CHECK(error("\n \r\n") == "log.csv:1: the file is empty; expected a header of column names");
  CHECK(error("a,b\n1,2\n\n3\n") == "log.csv:4: expected 2 cells as in the header, got 1");
  CHECK(error("a,b\n1,2,3\n") == "log.csv:2: expected 2 cells as in the header, got 3");
  CHECK(error("a\n1\n\"2\n3\n") == "log.csv:3: a double quote is never closed");
  CHECK(error("a\n\"1\" 2\n") == "log.csv:2: expected a comma after a closing quote, got \"2\"");
}

TEST_CASE("a column must occur exactly once") {
  const auto message = [](const char* name) {
    return test::message<FileError>([&] { (void)parse("\na,b,b\n").column(name); });
  };
  CHECK(message("c") == "log.csv:2: no column c; there are a, b, b");
  CHECK(message("b") == "log.csv:2: several columns are named b");
  CHECK(message("a").empty());
}

TEST_CASE("a number is read completely and exactly") {
  CHECK(parse_number<double>("0.1") == 0.1);
  CHECK(parse_number<double>("-2.5e-3") == -0.0025);
  CHECK(parse_number<double>("+7") == 7.0);
  CHECK(parse_number<double>("0.91000000000000003") == 0.91);
  CHECK(std::isnan(parse_number<double>("NaN").value()));
  CHECK(parse_number<double>("inf") == HUGE_VAL);
  CHECK(parse_number<double>("-Infinity") == -HUGE_VAL);
  CHECK(parse_number<std::int64_t>("-12") == -12);
  for (const char* text : {"", "+", "+-1", "1.5x", "1,5", " 1", "1 ", "0x10", "1e999", "none"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number<double>(text).has_value());
  }
  for (const char* text : {"5.0", "1e3", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number<std::int64_t>(text).has_value());
  }
}

TEST_CASE("a cell is a number, blank, or an error that shows its text") {
  const Table table = parse("epoch,loss\n1,\" 0.25 \"\n2, \n3,\"  \"\n4,n/a\n");
  CHECK(table.number(table.rows[0], 1) == 0.25);
  CHECK_FALSE(table.number(table.rows[1], 1).has_value());
  CHECK_FALSE(table.number(table.rows[2], 1).has_value());
  CHECK(test::message<FileError>([&] { (void)table.number(table.rows[3], 1); }) ==
        "log.csv:5: column loss: expected a number, got \"n/a\"");
}

TEST_CASE("messages show only the start of a long text, in whole characters") {
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("abcd", 3) == "abc...");
  CHECK(shortened("a\xC3\xA4\xC3\xA4", 4) == "a\xC3\xA4...");
  CHECK(in_quotes(std::string(1000, 'x')) == '"' + std::string(60, 'x') + "...\"");
  CHECK(error("a\n\"1\"" + std::string(1000, 'x') + '\n').size() < 150);
  CHECK(std::string(not_a_number("log", 0, "key a", "b").what()) ==
        "log: key a: expected a number, got \"b\"");
}

TEST_CASE("texts are taken apart") {
  CHECK(first_line("\r\n \t\n a \r\nb") == "a");
  CHECK(first_line(" \n").empty());
  CHECK(without_mark("\xEF\xBB\xBFx") == "x");
  CHECK(without_mark("x\xEF\xBB\xBF").size() == 4);
  std::string_view text = "a b";
  CHECK(take_until(text, ' ') == "a");
  CHECK(take_until(text, ' ') == "b");
  CHECK(take_until(text, ' ').empty());
}

TEST_CASE("a file is read to its end, whatever size the system reports") {
  const TemporaryFolder folder;
  const std::size_t block = 1 << 16;
  for (const std::size_t size : {std::size_t{0}, block, 2 * block + 1}) {
    CAPTURE(size);
    const std::string bytes(size, 'x');
    CHECK(csv::read_bytes(folder.write("bytes", bytes).string()) == bytes);
  }
  REQUIRE(std::filesystem::file_size("/proc/self/stat") == 0);
  CHECK_FALSE(csv::read_bytes("/proc/self/stat").empty());
}

TEST_CASE("a file that cannot be read is named with the reason") {
  const auto error_of_file = [](const std::string& file) {
    return test::message<FileError>([&] { (void)csv::read_bytes(file); });
  };
  const TemporaryFolder folder;
  const std::string missing = (folder.path() / "missing").string();
  CHECK(error_of_file(missing) == missing + ": No such file or directory");
  CHECK(error_of_file(folder.path().string()) ==
        folder.path().string() + ": is a folder, not a file");
  CHECK(error_of_file("/dev/null") == "/dev/null: is not a regular file");
}
