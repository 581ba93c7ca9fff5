#include "support/answers.hpp"
#include "support/message.hpp"
#include "support/refusal.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/compat/optax_plateau.hpp>

using autodecay::Measurement;
using autodecay::compat::OptaxPlateau;
using test::answers;
using test::stages;

TEST_CASE("optax decays at the patience-th value without an improvement") {
  CHECK(stages(OptaxPlateau{{.patience = 2}}, std::vector(9, 1.0)) == "..1.1.1.1");
  CHECK(stages(OptaxPlateau{{.patience = 2, .cooldown = 2}}, std::vector(11, 1.0)) ==
        "..1...1...1");
}

TEST_CASE("optax compares block means") {
  // Means 2, 2, 1, 1, 1.5: no improvement in the second, fourth and fifth block.
  CHECK(stages(OptaxPlateau{{.patience = 1, .interval = 2}}, {1, 3, 4, 0, 2, 0, 1, 1, 0, 3}) ==
        "...1...1.1");
  CHECK(stages(OptaxPlateau{{.patience = 2, .cooldown = 1, .interval = 3}}, std::vector(19, 0.1)) ==
        "........1........1.");
}

TEST_CASE("optax keeps its best after a decay, and the best can improve during a cooldown") {
  CHECK(stages(OptaxPlateau{{.patience = 2}}, {1, 9, 9, 9, 8, 7, 6, 5, 4}) == "..1.1.1.1");
  CHECK(stages(OptaxPlateau{{.patience = 1, .cooldown = 2}},
               {1, 1, 0.5, 2, 0.75, 0.5, 2, 2, 0.25}) == ".1..1..1.");
}

TEST_CASE("optax' margins add up") {
  CHECK(answers(OptaxPlateau{{.patience = 1, .relative_margin = 0.125, .absolute_margin = 2.0}},
                {8, 5, 4.9}) == ".1.");
  CHECK(answers(OptaxPlateau{{.patience = 1, .relative_margin = 0.125}}, {8, 7, 6.5}) == ".1.");
}

TEST_CASE("difference: on negative losses OptaxPlateau counts no worsening as an improvement") {
  CHECK(answers(OptaxPlateau{{.patience = 1, .relative_margin = 0.125}},
                {-8, -7.5, -8.5, -9, -9.5}) == ".111.");
}

TEST_CASE("with optax' rule every finite mean improves on an infinite one") {
  const double infinity = std::numeric_limits<double>::infinity();
  const OptaxPlateau of_pairs{{.patience = 1, .interval = 2}};
  CHECK(answers(of_pairs, {infinity, 8, 7, 9, 8, 8, 0, -infinity}) == ".....1..");
  CHECK(answers(of_pairs, {8, infinity, infinity, infinity, 7, 9}) == "...1..");
}

TEST_CASE("a new stage begins a new block") {
  OptaxPlateau criterion{{.patience = 1, .interval = 2}};
  criterion.update(8.0);
  criterion.begin_stage();
  CHECK(answers(criterion, {1, 1, 2, 0}) == "...1");
}

TEST_CASE("OptaxPlateau measures its block or the blocks without an improvement") {
  OptaxPlateau criterion{{.patience = 1, .interval = 2}};
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observations, 0.0, autodecay::Relation::at_least, 2.0});
  for (int i = 0; i < 4; ++i) criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{autodecay::quantities::no_improvement_in_blocks, 1.0,
                                           autodecay::Relation::at_least, 1.0});
  criterion.update(1.0);  // never stable within a block
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::observations, 1.0, autodecay::Relation::at_least, 2.0});
}

TEST_CASE("OptaxPlateau measures the rest of a cooldown in blocks") {
  OptaxPlateau criterion{{.patience = 1, .cooldown = 2, .interval = 2}};
  criterion.begin_stage();
  criterion.update(1.0);
  criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{autodecay::quantities::cooldown_in_blocks, 1.0,
                                           autodecay::Relation::equal, 0.0});
  criterion.update(1.0);
  criterion.update(1.0);
  CHECK(criterion.measure() == Measurement{autodecay::quantities::no_improvement_in_blocks, 0.0,
                                           autodecay::Relation::at_least, 1.0});
}

TEST_CASE("OptaxPlateau is saved during its cooldown and within a block") {
  OptaxPlateau criterion{{.patience = 1, .cooldown = 1, .interval = 2}};
  for (int i = 0; i < 4; ++i) criterion.update(1.0);
  criterion.begin_stage();
  criterion.update(1.0);
  OptaxPlateau loaded;
  autodecay::load(autodecay::save(criterion), loaded);
  CHECK(loaded == criterion);
  CHECK(answers(loaded, {1, 1, 1}) == "..1");
  loaded.reset();
  CHECK(loaded == OptaxPlateau{{.patience = 1, .cooldown = 1, .interval = 2}});
}

TEST_CASE("OptaxPlateau's options") {
  CHECK(OptaxPlateau().options() == OptaxPlateau::Options{10, 1e-4, 0.0, 0, 1});
  const OptaxPlateau::Options others{3, 0.5, 0.25, 7, 20};
  CHECK(OptaxPlateau(others).options() == others);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](OptaxPlateau::Options options) {
    return test::message<std::invalid_argument>([options] { OptaxPlateau criterion(options); });
  };
  CHECK(message({.patience = 0}) == "OptaxPlateau: patience must be at least 1 block, got 0");
  CHECK(message({.relative_margin = -1.0}) ==
        "OptaxPlateau: relative_margin must be at least 0, got -1");
  CHECK(message({.relative_margin = nan}) ==
        "OptaxPlateau: relative_margin must be at least 0, got nan");
  CHECK(message({.absolute_margin = -0.5}) ==
        "OptaxPlateau: absolute_margin must be at least 0, got -0.5");
  CHECK(message({.absolute_margin = nan}) ==
        "OptaxPlateau: absolute_margin must be at least 0, got nan");
  CHECK(message({.cooldown = -2}) == "OptaxPlateau: cooldown must be at least 0 blocks, got -2");
  CHECK(message({.interval = 0}) == "OptaxPlateau: interval must be at least 1 observation, got 0");
}

static_assert(sizeof(OptaxPlateau) == 88);

TEST_CASE("an impossible state of OptaxPlateau is rejected") {
  const auto refused = [](const std::string& from, const std::string& to) {
    return !test::refusal(OptaxPlateau{{.interval = 2}}, from, to).empty();
  };
  CHECK_FALSE(refused("interval = 2", "interval = 3"));
  CHECK(refused("interval = 2", "interval = 0"));
  CHECK(refused("patience = 10", "patience = 0"));
  CHECK(refused("losses.count = 0", "losses.count = 3"));
  CHECK(refused("cooldown_left = 0", "cooldown_left = 1"));
}
