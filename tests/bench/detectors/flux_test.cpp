#include "detection/detectors/flux.hpp"

#include "support/answers.hpp"
#include "support/message.hpp"

#include <limits>
#include <stdexcept>
#include <string>

#include <doctest/doctest.h>

using autodecay::Measurement;
using detection::Flux;
using test::answers;
using test::stages;

TEST_CASE("Flux holds after patience consecutive differences below the margin") {
  const Flux criterion{{.patience = 2, .absolute_margin = 0.5}};
  CHECK(answers(criterion, {8, 7.75, 7.5, 7.25, 7, 7.25}) == "..1111");
  CHECK(answers(criterion, {8, 7.5, 7.25, 7}) == "...1");  // 0.5 is not below 0.5
  CHECK(answers(criterion, {1, 1.25, 2, 1.75, 1.5, 1}) == "....1.");
  CHECK(answers(criterion, {-8, -7.75, -7.5, 0, 0, 0}) == "..1..1");
}

TEST_CASE("Flux never holds with a margin of 0") {
  CHECK(answers(Flux{{.patience = 1, .absolute_margin = 0.0}}, {1, 1, 1}) == "...");
}

TEST_CASE("Flux keeps its count and the latest loss across stages") {
  CHECK(stages(Flux{{.patience = 2}}, {1, 1, 1, 1, 1, 2, 2, 2, 2}) == "..111..11");
}

TEST_CASE("Flux measures its count") {
  Flux criterion{{.patience = 1}};
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{Flux::quantity, 0.0, autodecay::Relation::at_least, 1.0});
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{Flux::quantity, 1.0, autodecay::Relation::at_least, 1.0});
}

TEST_CASE("Flux' options") {
  CHECK(Flux().options() == Flux::Options{3, 1e-6});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](Flux::Options options) {
    return test::message<std::invalid_argument>([options] { Flux criterion(options); });
  };
  CHECK(message({.patience = 0}) == "Flux: patience must be at least 1 observation, got 0");
  CHECK(message({.absolute_margin = -0.5}) == "Flux: absolute_margin must be at least 0, got -0.5");
  CHECK(message({.absolute_margin = nan}) == "Flux: absolute_margin must be at least 0, got nan");
}

static_assert(sizeof(Flux) == 40);
