#include "support/message.hpp"

#include <limits>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

#include <autodecay/stability/no_improvement.hpp>

using autodecay::Measurement;
using autodecay::NoImprovement;

namespace {

/// '1' where the criterion holds, '.' where it does not.
std::string answers(NoImprovement criterion, std::initializer_list<double> levels) {
  std::string answers;
  for (const double level : levels) answers += criterion.update(level) ? '1' : '.';
  return answers;
}

}  // namespace

TEST_CASE("NoImprovement holds from the patience-th level without an improvement on") {
  CHECK(answers(NoImprovement{{.patience = 1}}, {1, 1, 1, 0.5, 0.5}) == ".11.1");
  CHECK(answers(NoImprovement{{.patience = 3}}, {1, 2, 1, 3, 1, 0.5, 1, 1, 1}) == "...11...1");
}

TEST_CASE("an improvement must exceed the margin") {
  // margin 1/8 of |best|: 8 -> below 7, then 6.5 -> below 5.6875
  CHECK(answers(NoImprovement{{.patience = 1, .relative_margin = 0.125}},
                {8, 7, 6.5, 5.6875, 5.6874}) == ".1.1.");
  // margin 2: 8 -> below 6
  CHECK(answers(NoImprovement{{.patience = 1, .relative_margin = 0.0, .absolute_margin = 2.0}},
                {8, 6, 5.75}) == ".1.");
  // The larger margin applies: 1/8 of 8 is less than 2, and 1/8 of 64 is more.
  CHECK(answers(NoImprovement{{.patience = 1, .relative_margin = 0.125, .absolute_margin = 2.0}},
                {64, 57, 8, 6.5}) == ".1.1");
  // No margin: strictly less.
  CHECK(answers(NoImprovement{{.patience = 1, .relative_margin = 0.0}}, {1, 1, 0.9999999}) ==
        ".1.");
}

TEST_CASE("the margin is an amount, also on negative levels") {
  // best -8, margin 1: only below -9 is an improvement.
  CHECK(answers(NoImprovement{{.patience = 1, .relative_margin = 0.125}},
                {-8, -7, -8.5, -9, -9.5}) == ".111.");
}

TEST_CASE("small steps that add up to the margin improve on the stage's best") {
  // The best stays 8 until a level lies below 7.
  CHECK(answers(NoImprovement{{.patience = 3, .relative_margin = 0.125}},
                {8, 7.5, 7.25, 6.75, 6.75}) == ".....");
}

TEST_CASE("every finite level improves on an infinite one, and none on minus infinity") {
  const double infinity = std::numeric_limits<double>::infinity();
  const NoImprovement impatient{{.patience = 1}};
  CHECK(answers(impatient, {infinity, 8, 7, 7}) == "...1");
  CHECK(answers(impatient, {infinity, infinity, 8, infinity}) == ".1.1");
  CHECK(answers(impatient, {-infinity, 8, -8, -infinity}) == ".111");
}

TEST_CASE("the best belongs to the stage") {
  NoImprovement criterion{{.patience = 2}};
  criterion.update(0.001);
  criterion.reset();
  CHECK(answers(criterion, {5.0, 4.0, 3.0}) == "...");
  CHECK(criterion == NoImprovement{{.patience = 2}});
}

TEST_CASE("NoImprovement measures the observations without an improvement") {
  NoImprovement criterion{{.patience = 1}};
  CHECK(criterion.measure() == Measurement{autodecay::quantities::no_improvement, 0.0,
                                           autodecay::Relation::at_least, 1.0});
  criterion.update(1.0);
  criterion.update(1.0);
  criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{autodecay::quantities::no_improvement, 2.0,
                                           autodecay::Relation::at_least, 1.0});
}

TEST_CASE("NoImprovement's options") {
  CHECK(NoImprovement().options() == NoImprovement::Options{10, 1e-4, 0.0});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](NoImprovement::Options options) {
    return test::message<std::invalid_argument>([options] { NoImprovement criterion(options); });
  };
  CHECK(message({.patience = 0}) ==
        "NoImprovement: patience must be at least 1 observation, got 0");
  CHECK(message({.relative_margin = -1.0}) ==
        "NoImprovement: relative_margin must be at least 0, got -1");
  CHECK(message({.relative_margin = nan}) ==
        "NoImprovement: relative_margin must be at least 0, got nan");
  CHECK(message({.absolute_margin = -0.5}) ==
        "NoImprovement: absolute_margin must be at least 0, got -0.5");
  CHECK(message({.absolute_margin = nan}) ==
        "NoImprovement: absolute_margin must be at least 0, got nan");
}

static_assert(sizeof(NoImprovement) == 48);
