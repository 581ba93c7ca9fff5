#include "figures/pattern_claims.hpp"

#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace figures;

TEST_CASE("complex patterns need the decay if it gives most of their accuracy") {
  const auto verdict = [](std::vector<double> without) {
    return needs_the_decay({.by_rate = {0.90, 0.92, 0.91}, .without = std::move(without)}, 0.1)
        .verdict;
  };
  CHECK(verdict({0.10, 0.12, 0.11}) == Verdict::holds);
  CHECK(verdict({0.85, 0.87, 0.86}) == Verdict::fails);
  CHECK(verdict({0.10, 0.90, 0.50}) == Verdict::undecided);
}

TEST_CASE("the second stage learns complex patterns if they gain, and gain more than easy ones") {
  const auto verdict = [](std::vector<double> easy, std::vector<double> complex) {
    const std::vector<double> without = {0.80, 0.82, 0.81};
    return learns_complex_after_decay(
               {.before = without, .by_rate = std::move(easy), .without = without},
               {.before = without, .by_rate = std::move(complex), .without = without})
        .verdict;
  };
  CHECK(verdict({0.80, 0.82, 0.81}, {0.90, 0.92, 0.91}) == Verdict::holds);
  CHECK(verdict({0.90, 0.92, 0.91}, {0.90, 0.92, 0.91}) == Verdict::undecided);
  CHECK(verdict({0.80, 0.82, 0.81}, {0.70, 0.72, 0.71}) == Verdict::fails);
}

TEST_CASE("a larger batch does the same if it gains over the training without a decay") {
  const auto verdict = [](std::vector<double> by_batch) {
    return grown_batch_does_the_same({.by_rate = {0.90, 0.92, 0.91},
                                      .by_batch = std::move(by_batch),
                                      .without = {0.80, 0.82, 0.81}})
        .verdict;
  };
  CHECK(verdict({0.88, 0.90, 0.89}) == Verdict::holds);
  CHECK(verdict({0.82, 0.84, 0.83}) == Verdict::undecided);  // a gain, but only a fifth
  CHECK(verdict({0.75, 0.77, 0.76}) == Verdict::fails);
}

TEST_CASE("the gradients of easy patterns are more consistent if the difference is certain") {
  CHECK(easy_gradients_are_consistent({1.0, 1.2, 1.1}, {0.3, 0.4, 0.2}).verdict == Verdict::holds);
  CHECK(easy_gradients_are_consistent({0.3, 0.4, 0.2}, {1.0, 1.2, 1.1}).verdict == Verdict::fails);
  CHECK(easy_gradients_are_consistent({1.0, 0.1, 0.5}, {0.3, 0.4, 0.2}).verdict ==
        Verdict::undecided);
}
