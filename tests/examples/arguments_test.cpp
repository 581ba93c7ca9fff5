#include "arguments/arguments.hpp"

#include "support/message.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using arguments::Arguments;

namespace {

/// The error for a text if the options are a window and a tolerance.
std::string error(const std::string& text) {
  return test::message<std::invalid_argument>([&] {
    std::int64_t window = 5;
    double tolerance = 0.01;
    Arguments(text).read("window", window).read("tolerance", tolerance).finish();
  });
}

}  // namespace

TEST_CASE("options are read by position and by name, and otherwise keep their values") {
  std::int64_t window = 5;
  double tolerance = 0.01;
  bool flag = false;
  Arguments given("7,flag=true");
  given.read("window", window).read("tolerance", tolerance).read("flag", flag).finish();
  CHECK(window == 7);
  CHECK(tolerance == 0.01);
  CHECK(flag);
  CHECK(given.description() == "window=7,tolerance=0.01,flag=true");
}

TEST_CASE("an option without a default is read if it is given") {
  std::optional<double> factor, floor;
  Arguments given("floor=0.5");
  given.read("factor", factor).read("floor", floor).finish();
  CHECK_FALSE(factor);
  CHECK(floor == 0.5);
  CHECK(given.description() == "factor,floor=0.5");
}

TEST_CASE("any number of options can be positional") {
  std::vector<std::int64_t> epochs;
  std::int64_t first = 0;
  Arguments given("1,2,3,x=4");
  given.read("first", first).read_places("epochs", epochs);
  CHECK(first == 1);
  CHECK(epochs == std::vector<std::int64_t>{2, 3});
  CHECK(test::message<std::invalid_argument>([&] { given.finish(); }) ==
        "no option x; there are first=1");
}

TEST_CASE("after names_only() no option is positional") {
  std::int64_t first = 0, second = 0;
  Arguments given("1,2");
  given.read("first", first).names_only().read("second", second);
  CHECK(second == 0);
  CHECK(test::message<std::invalid_argument>([&] { given.finish(); }) ==
        "an option too many, \"2\"; there are first=1,second=0");
}

TEST_CASE("errors name the option that cannot be read") {
  CHECK(error("").empty());
  CHECK(error("x") == "window must be a whole number, got \"x\"");
  CHECK(error("3,x") == "tolerance must be a number, got \"x\"");
  CHECK(error("3,window=4") == "option window is given twice");
  CHECK(error("window=4,3") == "expected name=value after an option by name, got \"3\"");
  CHECK(error("3,") == "an option is missing beside a comma");
  CHECK(error("=3") == "an option has no name: \"=3\"");
  CHECK(error("1,2,3") == "an option too many, \"3\"; there are window=1,tolerance=2");
}
