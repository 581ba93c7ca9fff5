#include "detection/detectors/nnunet.hpp"

#include "support/answers.hpp"
#include "support/message.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using autodecay::Measurement;
using detection::NnUnet;
using test::answers;
using test::stages;

TEST_CASE("nnU-Net decays after more than patience means without an improvement") {
  CHECK(stages(NnUnet{{.patience = 2}}, std::vector(9, 1.0)) == "...1..1..");
}

TEST_CASE("nnU-Net's mean starts at the first loss") {
  // Means with beta 1/2: 8, 4, 3, 3, 2.75, 2.625; with the margin 0.5, the means 8, 4 and 3
  // improve.
  CHECK(answers(NnUnet{{.beta = 0.5, .patience = 1, .absolute_margin = 0.5}},
                {8, 0, 2, 3, 2.5, 2.5}) == "....11");
  // With beta 0, the mean is the latest loss.
  CHECK(answers(NnUnet{{.beta = 0.0, .patience = 0, .absolute_margin = 2.0}}, {8, 6, 5.75}) ==
        ".1.");
}

TEST_CASE("nnU-Net keeps its mean and best after a decay") {
  // Means 4, 8, 8, 8, 6, 5, 4.5: never below 4.
  CHECK(stages(NnUnet{{.beta = 0.5, .patience = 1, .absolute_margin = 0.0}},
               {4, 12, 8, 8, 4, 4, 4}) == "..1.1.1");
}

TEST_CASE("nnU-Net's margin is an amount, also on negative losses") {
  CHECK(answers(NnUnet{{.beta = 0.0, .patience = 0, .absolute_margin = 1.0}},
                {-8, -7, -8.5, -9, -9.5}) == ".111.");
}

TEST_CASE("NnUnet measures its count") {
  NnUnet criterion{{.patience = 0}};
  criterion.update(1.0);
  criterion.update(2.0);
  CHECK(criterion.measure() ==
        Measurement{autodecay::quantities::no_improvement, 1.0, autodecay::Relation::greater, 0.0});
}

TEST_CASE("NnUnet's options") {
  CHECK(NnUnet().options() == NnUnet::Options{0.93, 30, 1e-3});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](NnUnet::Options options) {
    return test::message<std::invalid_argument>([options] { NnUnet criterion(options); });
  };
  CHECK(message({.beta = 1.0}) == "NnUnet: beta must be in [0, 1), got 1");
  CHECK(message({.beta = -0.1}) == "NnUnet: beta must be in [0, 1), got -0.1");
  CHECK(message({.beta = nan}) == "NnUnet: beta must be in [0, 1), got nan");
  CHECK(message({.patience = -1}) == "NnUnet: patience must be at least 0 observations, got -1");
  CHECK(message({.absolute_margin = -0.5}) ==
        "NnUnet: absolute_margin must be at least 0, got -0.5");
  CHECK(message({.absolute_margin = nan}) == "NnUnet: absolute_margin must be at least 0, got nan");
}

static_assert(sizeof(NnUnet) == 88);
