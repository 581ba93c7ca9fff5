#include "detection/detectors/cntk.hpp"

#include "support/answers.hpp"
#include "support/message.hpp"

#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using autodecay::Measurement;
using detection::Cntk;
using test::answers;
using test::stages;

TEST_CASE("CNTK decays at the first loss without progress") {
  CHECK(stages(Cntk{}, {8, 7, 7, 6, 5, 5.5}) == "..1..1");
}

TEST_CASE("CNTK compares with the better block after a worse one") {
  // 9 is worse than 7. 8 and 7 are still no progress on 7, but 6 is.
  CHECK(stages(Cntk{}, {8, 7, 9, 8, 7, 6, 5}) == "..111..");
}

TEST_CASE("too little progress makes CNTK decay and becomes the new reference") {
  // 1/8 of 8 is 1: 7 is too little progress, and the next mean must be below 6.125.
  CHECK(stages(Cntk{{.relative_margin = 0.125}}, {8, 7, 6.125, 5.25}) == ".11.");
}

TEST_CASE("CNTK compares block means") {
  CHECK(stages(Cntk{{.interval = 3}}, std::vector(10, 0.1)) == ".....1..1.");
  // Means 2, 2, 1.
  CHECK(stages(Cntk{{.interval = 2}}, {1, 3, 4, 0, 2, 0}) == "...1..");
}

TEST_CASE("difference: on negative losses Cntk does not count a worsening as progress") {
  // CNTK's margin for a previous mean of -8 is -1: it would accept anything below -7.
  CHECK(answers(Cntk{{.relative_margin = 0.125}}, {-8, -7.5, -8.5, -9.625, -11}) == ".11..");
}

TEST_CASE("a new stage begins a new block of Cntk") {
  Cntk criterion{{.interval = 2}};
  criterion.update(8.0);
  criterion.begin_stage();
  CHECK(answers(criterion, {1, 1, 2, 0}) == "...1");
}

TEST_CASE("Cntk measures its progress") {
  Cntk criterion{{.interval = 1, .relative_margin = 0.25}};
  criterion.update(8.0);
  CHECK(criterion.progress() == 0.0);
  CHECK(criterion.measure() == std::nullopt);
  criterion.update(4.0);
  CHECK(criterion.measure() ==
        Measurement{Cntk::quantity, 0.5, autodecay::Relation::at_most, 0.25});
  criterion.update(6.0);
  CHECK(criterion.measure() ==
        Measurement{Cntk::quantity, -0.5, autodecay::Relation::at_most, 0.25});
}

TEST_CASE("Cntk's options") {
  CHECK(Cntk().options() == Cntk::Options{1, 0.0});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](Cntk::Options options) {
    return test::message<std::invalid_argument>([options] { Cntk criterion(options); });
  };
  CHECK(message({.interval = 0}) == "Cntk: interval must be at least 1 observation, got 0");
  CHECK(message({.relative_margin = -1.0}) == "Cntk: relative_margin must be at least 0, got -1");
  CHECK(message({.relative_margin = nan}) == "Cntk: relative_margin must be at least 0, got nan");
}

static_assert(sizeof(Cntk) == 56);
