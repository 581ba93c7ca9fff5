#include "detection/detectors/tensorpack.hpp"

#include "support/answers.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using autodecay::Measurement;
using detection::Tensorpack;
using test::answers;
using test::stages;

TEST_CASE("tensorpack decays if no loss of the window is below its first loss") {
  CHECK(stages(Tensorpack{{.window = 3}}, {5, 4, 6, 4, 4, 3, 3, 3}) == "...1...1");
  CHECK(stages(Tensorpack{{.window = 2}}, {1, 1, 1, 1, 0.5, 0.5}) == ".1.1.1");
}

TEST_CASE("tensorpack's margin is an amount, also on negative losses") {
  const Tensorpack criterion{{.window = 3, .absolute_margin = 1.0}};
  CHECK(answers(criterion, {8, 7.5, 7, 6.5, 5}) == "..11.");
  CHECK(answers(criterion, {-7, -7.5, -8, -8.5, -10}) == "..11.");
  CHECK(answers(Tensorpack{{.window = 3}}, {-8, -7, -7, -7}) == "..11");
}

TEST_CASE("tensorpack's window agrees with a rescan") {
  for (const std::int64_t window : {2, 3, 4, 5, 8, 13, 100})
    for (const auto& levels : test::five_kinds(500)) {
      Tensorpack criterion{{.window = window, .absolute_margin = 0.25}};
      for (std::size_t seen = 1; seen <= levels.size(); ++seen) {
        const bool holds = criterion.update(levels[seen - 1]);
        const auto size = static_cast<std::size_t>(window);
        const auto end = levels.begin() + static_cast<std::ptrdiff_t>(seen);
        const auto begin = end - static_cast<std::ptrdiff_t>((std::min)(seen, size));
        CAPTURE(window);
        CAPTURE(seen);
        REQUIRE(criterion.fall() == *begin - *std::min_element(begin, end));
        REQUIRE(holds == (seen >= size && criterion.fall() <= 0.25));
      }
    }
}

TEST_CASE("Tensorpack measures the improvement in its window") {
  Tensorpack criterion{{.window = 2, .absolute_margin = 0.5}};
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observations, 0.0, autodecay::Relation::at_least, 2.0});
  criterion.update(4.0);
  criterion.update(2.0);
  CHECK(criterion.measure() ==
        Measurement{Tensorpack::quantity, 2.0, autodecay::Relation::at_most, 0.5});
  criterion.update(1.5);
  CHECK(criterion.measure() ==
        Measurement{Tensorpack::quantity, 0.5, autodecay::Relation::at_most, 0.5});
}

TEST_CASE("Tensorpack's options") {
  CHECK(Tensorpack().options() == Tensorpack::Options{5, 0.0});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](Tensorpack::Options options) {
    return test::message<std::invalid_argument>([options] { Tensorpack criterion(options); });
  };
  CHECK(message({.window = 1}) == "Tensorpack: window must be in [2, 2^24] observations, got 1");
  CHECK_FALSE(message({.window = std::int64_t{1} << 62}).empty());
  CHECK(message({.absolute_margin = -0.5}) ==
        "Tensorpack: absolute_margin must be at least 0, got -0.5");
  CHECK(message({.absolute_margin = nan}) ==
        "Tensorpack: absolute_margin must be at least 0, got nan");
}
