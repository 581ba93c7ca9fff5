#include "support/answers.hpp"
#include "support/message.hpp"
#include "support/refusal.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/archive.hpp>
#include <autodecay/compat/pytorch_plateau.hpp>

using autodecay::Measurement;
using autodecay::compat::PyTorchPlateau;
using test::answers;
using test::stages;

TEST_CASE("PyTorch decays after more than patience losses without an improvement") {
  // A constant with patience 2 decays at the 4th value, and then every 3 values.
  CHECK(stages(PyTorchPlateau{{.patience = 2}}, std::vector(12, 1.0)) == "...1..1..1..");
  CHECK(stages(PyTorchPlateau{{.patience = 0}}, {1, 1, 0.5, 0.5, 0.75}) == ".1.11");
}

TEST_CASE("PyTorch keeps its best after a decay") {
  // After a lucky 1, the losses improve steadily from 9, but not below 1.
  CHECK(stages(PyTorchPlateau{{.patience = 1}}, {1, 9, 9, 9, 8, 7, 6, 5, 4}) == "..1.1.1.1");
}

TEST_CASE("PyTorch's cooldown begins after a decay, and the best can improve during it") {
  CHECK(stages(PyTorchPlateau{{.patience = 1, .cooldown = 3}}, std::vector(13, 1.0)) ==
        "..1....1....1");
  // The 0.5 during the cooldown becomes the best, and 0.75 does not improve on it.
  CHECK(stages(PyTorchPlateau{{.patience = 0, .cooldown = 2}},
               {1, 1, 0.5, 2, 0.75, 0.5, 2, 2, 0.25}) == ".1..1..1.");
}

TEST_CASE("PyTorch's margins add up") {
  CHECK(answers(PyTorchPlateau{{.patience = 0, .relative_margin = 0.125}},
                {8, 7, 6.5, 5.6875, 5.6874}) == ".1.1.");
  CHECK(answers(PyTorchPlateau{{.patience = 0, .relative_margin = 0.0, .absolute_margin = 2.0}},
                {8, 6, 5.75}) == ".1.");
  CHECK(answers(PyTorchPlateau{{.patience = 0, .relative_margin = 0.125, .absolute_margin = 2.0}},
                {8, 5, 4.9}) == ".1.");
}

TEST_CASE("difference: on negative losses a worsening is not an improvement") {
  // PyTorch's bound for a best of -8 is -8 · (1 - 1/8) = -7: -7.5 would improve on it.
  CHECK(answers(PyTorchPlateau{{.patience = 0, .relative_margin = 0.125}},
                {-8, -7.5, -8.5, -9, -9.5}) == ".111.");
}

TEST_CASE("with PyTorch's rule every finite loss improves on an infinite one") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(answers(PyTorchPlateau{{.patience = 0}}, {infinity, 8, 7, 7, -infinity}) == "...1.");
  CHECK(answers(PyTorchPlateau{{.patience = 0}}, {infinity, infinity, 8}) == ".1.");
  CHECK(answers(PyTorchPlateau{{.patience = 0}}, {-infinity, 8, -8}) == ".11");
}

TEST_CASE("without a new stage PyTorch holds until a loss improves") {
  CHECK(answers(PyTorchPlateau{{.patience = 1, .cooldown = 4}}, {1, 1, 1, 1, 0.5, 0.5, 0.5}) ==
        "..11..1");
}

TEST_CASE("PyTorchPlateau measures the observations without an improvement") {
  PyTorchPlateau criterion{{.patience = 1}};
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::no_improvement, 0.0, autodecay::Relation::greater, 1.0});
  criterion.update(1.0);
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::no_improvement, 1.0, autodecay::Relation::greater, 1.0});
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::no_improvement, 2.0, autodecay::Relation::greater, 1.0});
}

TEST_CASE("PyTorchPlateau measures the rest of a cooldown") {
  PyTorchPlateau criterion{{.patience = 1, .cooldown = 2}};
  criterion.begin_stage();
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::cooldown, 2.0, autodecay::Relation::equal, 0.0});
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::cooldown, 1.0, autodecay::Relation::equal, 0.0});
  criterion.update(1.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::no_improvement, 0.0, autodecay::Relation::greater, 1.0});
}

TEST_CASE("PyTorchPlateau is saved during its cooldown") {
  PyTorchPlateau criterion{{.patience = 1, .cooldown = 2}};
  for (int i = 0; i < 3; ++i) criterion.update(1.0);
  criterion.begin_stage();
  criterion.update(1.0);
  PyTorchPlateau loaded;
  autodecay::load(autodecay::save(criterion), loaded);
  CHECK(loaded == criterion);
  CHECK(answers(loaded, {1, 1, 1}) == "..1");
  loaded.reset();
  CHECK(loaded == PyTorchPlateau{{.patience = 1, .cooldown = 2}});
}

TEST_CASE("PyTorchPlateau's options") {
  CHECK(PyTorchPlateau().options() == PyTorchPlateau::Options{10, 1e-4, 0.0, 0});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](PyTorchPlateau::Options options) {
    return test::message<std::invalid_argument>([options] { PyTorchPlateau criterion(options); });
  };
  CHECK(message({.patience = -1}) ==
        "PyTorchPlateau: patience must be at least 0 observations, got -1");
  CHECK(message({.relative_margin = -1.0}) ==
        "PyTorchPlateau: relative_margin must be at least 0, got -1");
  CHECK(message({.relative_margin = nan}) ==
        "PyTorchPlateau: relative_margin must be at least 0, got nan");
  CHECK(message({.absolute_margin = -0.5}) ==
        "PyTorchPlateau: absolute_margin must be at least 0, got -0.5");
  CHECK(message({.absolute_margin = nan}) ==
        "PyTorchPlateau: absolute_margin must be at least 0, got nan");
  CHECK(message({.cooldown = -2}) ==
        "PyTorchPlateau: cooldown must be at least 0 observations, got -2");
}

static_assert(sizeof(PyTorchPlateau) == 64);

TEST_CASE("an impossible state of PyTorchPlateau is rejected") {
  const auto refused = [](const std::string& from, const std::string& to) {
    return !test::refusal(PyTorchPlateau{{.cooldown = 2}}, from, to).empty();
  };
  CHECK_FALSE(refused("cooldown_left = 0", "cooldown_left = 2"));
  CHECK(refused("patience = 10", "patience = -1"));
  CHECK(refused("relative_margin = 1e-04", "relative_margin = -1"));
  CHECK(refused("absolute_margin = 0", "absolute_margin = -1"));
  CHECK(refused("cooldown = 2", "cooldown = -1"));
  CHECK(refused("cooldown_left = 0", "cooldown_left = 3"));
  CHECK(refused("without_improvement = 0", "without_improvement = -1"));
}
