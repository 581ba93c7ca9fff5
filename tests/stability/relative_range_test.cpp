#include "support/message.hpp"

#include <limits>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/stability/relative_range.hpp>

using autodecay::Measurement;
using autodecay::RelativeRange;

namespace {

/// '1' where the criterion holds, '.' where it does not.
std::string answers(RelativeRange criterion, std::initializer_list<double> levels) {
  std::string answers;
  for (const double level : levels) answers += criterion.update(level) ? '1' : '.';
  return answers;
}

const RelativeRange::Options of_an_eighth{.window = 3, .tolerance = 0.125, .epsilon = 0.0};

}  // namespace

TEST_CASE("RelativeRange holds once the window is full and its spread is below the tolerance") {
  CHECK(answers(RelativeRange{of_an_eighth}, {8, 8, 8, 8}) == "..11");
  // The window is the last three levels: the fourth level evicts 16.
  CHECK(answers(RelativeRange{of_an_eighth}, {16, 8, 8.5, 8.25, 4, 4, 4}) == "...1..1");
}

TEST_CASE("the inequality is strict") {
  CHECK(answers(RelativeRange{of_an_eighth}, {8, 9, 8}) == "...");  // 1/8 exactly
  CHECK(answers(RelativeRange{of_an_eighth}, {8, 8.9990234375, 8}) == "..1");
  CHECK(answers(RelativeRange{{.window = 2, .tolerance = 0.0}}, {1, 1, 1}) == "...");
}

TEST_CASE("the spread is relative to the magnitude of the lowest level") {
  // (9 - 8)/8 is not below 1/8, though (9 - 8)/9 is.
  CHECK(answers(RelativeRange{of_an_eighth}, {9, 8, 9}) == "...");
  // On negative levels, the lowest level has the largest magnitude: (9 - 8)/9.
  CHECK(answers(RelativeRange{of_an_eighth}, {-9, -8, -9}) == "..1");
  CHECK(answers(RelativeRange{of_an_eighth}, {-8, -7, -8}) == "...");
  // Across 0: (1/16 + 1/2) / (1/2).
  CHECK(answers(RelativeRange{of_an_eighth}, {0.0625, -0.5, 0.0625}) == "...");
}

TEST_CASE("epsilon is the scale below which differences stop mattering") {
  const RelativeRange coarse{{.window = 2, .tolerance = 0.5, .epsilon = 1.0}};
  CHECK(answers(coarse, {0.0, 0.25}) == ".1");  // 0.25 / (0 + 1)
  CHECK(answers(coarse, {0.0, 0.5}) == "..");   // 0.5 is not below 0.5
  CHECK(answers(coarse, {1.0, 1.75}) == ".1");  // 0.75 / (1 + 1)
  CHECK(answers(RelativeRange{{.window = 2, .epsilon = 0.0}}, {0.0, 0.0}) == "..");  // 0/0
}

TEST_CASE("a window with an infinite level is not stable, and the next one may be") {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double level : {infinity, -infinity})
    CHECK(answers(RelativeRange{of_an_eighth}, {level, level, level, 8, 8, 8}) == ".....1");
}

TEST_CASE("levels of any finite magnitude are handled") {
  const double largest = (std::numeric_limits<double>::max)();
  CHECK(answers(RelativeRange{{.window = 2}}, {largest, largest, -largest, -largest}) == ".1.1");
}

TEST_CASE("RelativeRange measures its spread") {
  RelativeRange criterion{of_an_eighth};
  CHECK(criterion.spread() == 0.0);
  criterion.update(8.0);
  criterion.update(10.0);
  CHECK(criterion.spread() == 0.25);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observations, 2.0, autodecay::Relation::at_least, 3.0});
  criterion.update(8.0);
  criterion.update(8.0);
  criterion.update(8.5);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::spread, 0.0625, autodecay::Relation::less, 0.125});
}

TEST_CASE("a measurement before the window is full does not hold") {
  RelativeRange criterion{of_an_eighth};
  CHECK_FALSE(criterion.measure().holds());
  criterion.update(8.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observations, 1.0, autodecay::Relation::at_least, 3.0});
  CHECK_FALSE(criterion.measure().holds());
}

TEST_CASE("RelativeRange's options") {
  CHECK(RelativeRange().options() == RelativeRange::Options{5, 0.01, 1e-12});
  CHECK(RelativeRange{of_an_eighth}.options() == of_an_eighth);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](RelativeRange::Options options) {
    return test::message<std::invalid_argument>([options] { RelativeRange criterion(options); });
  };
  CHECK(message({.window = 1}) == "RelativeRange: window must be in [2, 2^24] observations, got 1");
  CHECK(message({.window = 0}) == "RelativeRange: window must be in [2, 2^24] observations, got 0");
  CHECK_FALSE(message({.window = std::int64_t{1} << 62}).empty());
  CHECK(message({.tolerance = -0.01}) == "RelativeRange: tolerance must be at least 0, got -0.01");
  CHECK(message({.tolerance = nan}) == "RelativeRange: tolerance must be at least 0, got nan");
  CHECK(message({.epsilon = -1.0}) == "RelativeRange: epsilon must be at least 0, got -1");
  CHECK(message({.epsilon = nan}) == "RelativeRange: epsilon must be at least 0, got nan");
}
