#include "support/answers.hpp"
#include "support/message.hpp"
#include "support/refusal.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/compat/keras_plateau.hpp>

using autodecay::Measurement;
using autodecay::compat::KerasPlateau;
using test::answers;
using test::stages;

TEST_CASE("Keras decays at the patience-th loss without an improvement") {
  // A constant with patience 2 decays at the 3rd value, and then every 2 values.
  CHECK(stages(KerasPlateau{{.patience = 2}}, std::vector(9, 1.0)) == "..1.1.1.1");
  CHECK(stages(KerasPlateau{{.patience = 1}}, {1, 1, 0.5, 0.5, 0.75}) == ".1.11");
}

TEST_CASE("with Keras' rule every finite loss improves on an infinite one") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(answers(KerasPlateau{{.patience = 1}}, {infinity, 8, 7, 7, -infinity}) == "...1.");
  CHECK(answers(KerasPlateau{{.patience = 1}}, {infinity, infinity, 8}) == ".1.");
  CHECK(answers(KerasPlateau{{.patience = 1}}, {-infinity, 8, -8}) == ".11");
}

TEST_CASE("Keras decrements its cooldown before it compares the loss") {
  // A cooldown of 1 has no effect, and a cooldown of 3 excludes two losses.
  const std::vector constant(10, 1.0);
  CHECK(stages(KerasPlateau{{.patience = 2, .cooldown = 1}}, constant) == "..1.1.1.1.");
  CHECK(stages(KerasPlateau{{.patience = 2, .cooldown = 2}}, constant) == "..1..1..1.");
  CHECK(stages(KerasPlateau{{.patience = 2, .cooldown = 3}}, constant) == "..1...1...");
}

TEST_CASE("Keras keeps its best after a decay, and the best can improve during a cooldown") {
  CHECK(stages(KerasPlateau{{.patience = 2}}, {1, 9, 9, 9, 8, 7, 6, 5, 4}) == "..1.1.1.1");
  CHECK(stages(KerasPlateau{{.patience = 1, .cooldown = 3}},
               {1, 1, 0.5, 2, 0.75, 0.25, 2, 2, 0.25}) == ".1..1..1.");
}

TEST_CASE("Keras' margin is absolute, also on negative losses") {
  CHECK(answers(KerasPlateau{{.patience = 1, .absolute_margin = 2.0}}, {8, 6, 5.75}) == ".1.");
  CHECK(answers(KerasPlateau{{.patience = 1, .absolute_margin = 1.0}}, {-8, -7, -8.5, -9, -9.5}) ==
        ".111.");
  CHECK(answers(KerasPlateau{{.patience = 1, .absolute_margin = 0.0}}, {1, 1, 0.9999999}) == ".1.");
}

TEST_CASE("without a new stage Keras holds until a loss improves") {
  CHECK(answers(KerasPlateau{{.patience = 2, .cooldown = 4}}, {1, 1, 1, 1, 0.5, 0.5, 0.5}) ==
        "..11..1");
}

TEST_CASE("KerasPlateau measures the observations without an improvement") {
  KerasPlateau criterion{{.patience = 1}};
  CHECK(criterion.measure() == Measurement{autodecay::quantities::no_improvement, 0.0,
                                           autodecay::Relation::at_least, 1.0});
  criterion.update(1.0);
  criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{autodecay::quantities::no_improvement, 1.0,
                                           autodecay::Relation::at_least, 1.0});
}

TEST_CASE("KerasPlateau measures the rest of a cooldown, whose last observation counts") {
  KerasPlateau criterion{{.patience = 1, .cooldown = 2}};
  criterion.begin_stage();
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::cooldown, 1.0, autodecay::Relation::equal, 0.0});
  criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{autodecay::quantities::no_improvement, 0.0,
                                           autodecay::Relation::at_least, 1.0});
  CHECK(criterion.update(1.0));
}

TEST_CASE("KerasPlateau is saved during its cooldown") {
  KerasPlateau criterion{{.patience = 2, .cooldown = 3}};
  for (int i = 0; i < 3; ++i) criterion.update(1.0);
  criterion.begin_stage();
  criterion.update(1.0);
  KerasPlateau loaded;
  autodecay::load(autodecay::save(criterion), loaded);
  CHECK(loaded == criterion);
  CHECK(answers(loaded, {1, 1, 1}) == "..1");
  loaded.reset();
  CHECK(loaded == KerasPlateau{{.patience = 2, .cooldown = 3}});
}

TEST_CASE("KerasPlateau's options") {
  CHECK(KerasPlateau().options() == KerasPlateau::Options{10, 1e-4, 0});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](KerasPlateau::Options options) {
    return test::message<std::invalid_argument>([options] { KerasPlateau criterion(options); });
  };
  CHECK(message({.patience = 0}) == "KerasPlateau: patience must be at least 1 observation, got 0");
  CHECK(message({.absolute_margin = -0.5}) ==
        "KerasPlateau: absolute_margin must be at least 0, got -0.5");
  CHECK(message({.absolute_margin = nan}) ==
        "KerasPlateau: absolute_margin must be at least 0, got nan");
  CHECK(message({.cooldown = -2}) ==
        "KerasPlateau: cooldown must be at least 0 observations, got -2");
}

static_assert(sizeof(KerasPlateau) == 56);

TEST_CASE("an impossible state of KerasPlateau is rejected") {
  const auto refused = [](const std::string& from, const std::string& to) {
    return !test::refusal(KerasPlateau{{.cooldown = 2}}, from, to).empty();
  };
  CHECK_FALSE(refused("cooldown_left = 0", "cooldown_left = 2"));
  CHECK(refused("patience = 10", "patience = 0"));
  CHECK(refused("absolute_margin = 1e-04", "absolute_margin = nan"));
  CHECK(refused("cooldown = 2", "cooldown = -1"));
  CHECK(refused("cooldown_left = 0", "cooldown_left = 3"));
  CHECK(refused("without_improvement = 0", "without_improvement = -1"));
}
