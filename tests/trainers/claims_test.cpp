#include "figures/claims.hpp"

#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace figures;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool mentions(const Claim& claim, const std::string& text) {
  return claim.text.find(text) != std::string::npos;
}

/// Losses that settle, and continue from `next` at epoch 5.
Losses with_decay(double next) { return {2.0, 1.1, 1.04, 1.0, next, next}; }

Verdict drop_to(double next) { return drops_sharply({{4, with_decay(next)}}).verdict; }

}  // namespace

TEST_CASE("a drop is sharp compared with the mean improvement and the largest change before it") {
  // Over epochs 1 … 4 the loss improved by 0.9, 0.06 and 0.04: the stage is not stable.
  CHECK(drop_to(0.1) == Verdict::undecided);

  const auto verdict = [](const Losses& losses) {
    return drops_sharply({{0, losses}, {5, losses}}).verdict;
  };
  // The changes before are 0.06, 0.04, 0.02: more than 0.08 is sharp.
  CHECK(verdict({2.0, 1.12, 1.06, 1.02, 1.0, 0.91}) == Verdict::holds);
  CHECK(verdict({2.0, 1.12, 1.06, 1.02, 1.0, 0.93}) == Verdict::fails);
  // A loss that fluctuated by 0.2 without improving: a drop of 0.1 is noise.
  CHECK(verdict({2.0, 1.0, 1.2, 1.0, 1.0, 0.9}) == Verdict::fails);
  CHECK(verdict({2.0, 1.0, 1.2, 1.0, 1.0, 0.7}) == Verdict::holds);
  CHECK(verdict({2.0, 1.0, 1.0, 1.0, 1.0, 1.1}) == Verdict::fails);
}

TEST_CASE("one drop that is not sharp is enough, and unstable stages do not count") {
  const Losses sharp = {2.0, 1.02, 1.01, 1.01, 1.0, 0.5};
  const Losses blunt = {2.0, 1.02, 1.01, 1.01, 1.0, 0.99};
  const Losses unstable = {4.0, 2.0, 1.0, 0.9, 0.9, 0.9};
  CHECK(drops_sharply({{0, sharp}, {2, unstable}, {5, sharp}}).verdict == Verdict::holds);
  CHECK(drops_sharply({{0, sharp}, {4, sharp}, {5, blunt}}).verdict == Verdict::fails);
  CHECK(
      mentions(drops_sharply({{2, unstable}, {5, sharp}}),
               "by 1 after epoch 2, 0.5 times the mean of 2 per epoch before it (not yet stable)"));
}

TEST_CASE("a plateau changes by less than half of a decay's first epoch in either direction") {
  const auto verdict = [](double end, double dropped) {
    return plateaus_without_decay({{0, {2.0, 1.0, 1.0, end}}, {2, {2.0, 1.0, dropped, 0.1}}})
        .verdict;
  };
  CHECK(verdict(0.9, 0.7) == Verdict::holds);
  CHECK(verdict(0.8, 0.7) == Verdict::fails);
  CHECK(verdict(1.1, 0.7) == Verdict::holds);
  CHECK(verdict(1.4, 0.7) == Verdict::fails);
  CHECK(verdict(1.0, 1.1) == Verdict::fails);  // the decay itself made it worse
}

TEST_CASE("norms change much less in every group or the claim fails") {
  CHECK(changes_less_after_decay({{"a", 1.0, 0.4}, {"b", 1.0, 0.1}}, 0.1).verdict ==
        Verdict::holds);
  const Claim one = changes_less_after_decay({{"a", 1.0, 0.6}, {"b", 1.0, 0.1}}, 0.1);
  CHECK(one.verdict == Verdict::fails);
  CHECK(mentions(one, "1 of 2; the ratios range from 0.1 (b) to 0.6 (a) with median 0.35"));
  // A group that never changed has no ratio, nor has a diverged training.
  CHECK(changes_less_after_decay({{"a", 0.0, 0.0}, {"b", 1.0, 0.1}}, 0.1).verdict ==
        Verdict::fails);
  CHECK(changes_less_after_decay({{"a", infinity, infinity}}, 0.1).verdict == Verdict::fails);
}

TEST_CASE("accuracy rises with a decay if that is certain for each decay") {
  const auto verdict = [](std::vector<double> decayed) {
    return rises_with_decay({.method = "sgd",
                             .by_decay = {{0, {0.50, 0.52, 0.51}},
                                          {5, {0.60, 0.62, 0.61}},
                                          {9, std::move(decayed)}}})
        .verdict;
  };
  CHECK(verdict({0.55, 0.57, 0.56}) == Verdict::holds);
  CHECK(verdict({0.50, 0.60, 0.55}) == Verdict::undecided);  // gains of 0, 8 and 4 points
  CHECK(verdict({0.45, 0.47, 0.46}) == Verdict::fails);
  // A single seed decides nothing.
  CHECK(rises_with_decay({.method = "sgd", .by_decay = {{0, {0.5}}, {5, {0.9}}}}).verdict ==
        Verdict::undecided);
}

TEST_CASE("accuracy is independent of the decay only if that is certain") {
  const BestAccuracies sgd = {.method = "sgd",
                              .by_decay = {{0, {0.50, 0.52, 0.51}}, {5, {0.60, 0.62, 0.61}}}};
  const auto claim = [&](std::vector<double> decayed) {
    return is_independent_of_decay(
        {.method = "bgd", .by_decay = {{0, {0.40, 0.42, 0.41}}, {5, std::move(decayed)}}}, sgd);
  };
  // SGD gains ten points, so the bound is five.
  CHECK(claim({0.41, 0.43, 0.42}).verdict == Verdict::holds);
  CHECK(claim({0.48, 0.50, 0.49}).verdict == Verdict::fails);
  CHECK(claim({0.30, 0.32, 0.31}).verdict == Verdict::fails);
  CHECK(claim({0.35, 0.50, 0.41}).verdict == Verdict::undecided);  // scatter is not evidence
  CHECK(mentions(claim({0.41, 0.43, 0.42}), "within 5 points"));
}

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
