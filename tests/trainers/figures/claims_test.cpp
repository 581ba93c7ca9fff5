#include "figures/claims.hpp"

#include "mentions.hpp"

#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace figures;

namespace {

/// Three seeds whose loss falls by 0.1 without a decay, and by about `fall` after one at epoch 2.
LossesByDecay losses_of(double fall, double scatter = 0.01) {
  LossesByDecay losses;
  for (const double noise : {-scatter, 0.0, scatter}) {
    losses[0].push_back({2.0, 1.0, 0.9, 0.9});
    losses[2].push_back({2.0, 1.0, 1.0 - fall + noise, 0.5});
  }
  return losses;
}

}  // namespace

TEST_CASE("a drop is sharp if it is certainly more than twice the fall without the decay") {
  // Student's margin of three seeds that scatter by 0.01 is 0.0248.
  CHECK(drops_sharply(losses_of(0.23)).verdict == Verdict::holds);
  CHECK(drops_sharply(losses_of(0.22)).verdict == Verdict::undecided);
  CHECK(drops_sharply(losses_of(0.18)).verdict == Verdict::undecided);
  CHECK(drops_sharply(losses_of(0.17)).verdict == Verdict::fails);
  CHECK(mentions(drops_sharply(losses_of(0.3)),
                 "by 0.3 after epoch 2, 3 times the 0.1 without (0.200 ± 0.025 more); means of 3 "
                 "seeds"));
}

TEST_CASE("one drop that is not sharp is enough to fail, and a single seed decides nothing") {
  LossesByDecay losses = losses_of(0.3);
  losses[3] = losses[0];  // no fall in epoch 4, with or without the decay
  CHECK(drops_sharply(losses).verdict == Verdict::undecided);
  for (Losses& run : losses[3]) run.back() = 1.0;
  CHECK(drops_sharply(losses).verdict == Verdict::fails);
  for (auto& [decay, runs] : losses) runs.resize(1);
  CHECK(drops_sharply(losses).verdict == Verdict::undecided);
}

TEST_CASE("a plateau changes by less than half of a decay's first epoch in either direction") {
  const auto verdict = [](double end, double dropped) {
    LossesByDecay losses;
    for (const double noise : {-0.001, 0.0, 0.001}) {
      losses[0].push_back({2.0, 1.0, 1.0, end + noise});
      losses[2].push_back({2.0, 1.0, dropped, 0.1});
    }
    return plateaus_without_decay(losses).verdict;
  };
  CHECK(verdict(0.9, 0.7) == Verdict::holds);
  CHECK(verdict(0.8, 0.7) == Verdict::fails);
  CHECK(verdict(0.85, 0.7) == Verdict::undecided);
  CHECK(verdict(1.1, 0.7) == Verdict::holds);
  CHECK(verdict(1.4, 0.7) == Verdict::fails);
  CHECK(verdict(1.0, 1.1) == Verdict::fails);  // the decay itself made it worse
}

TEST_CASE("norms change much more smoothly in every group or the claim fails") {
  const auto change = [](const char* group, double before, double after) {
    return NormChange{.group = group, .roughness = {before, after}, .drift = {1.0, 0.4}};
  };
  const auto claim = [](const std::vector<NormChange>& changes) {
    return changes_more_smoothly_after_decay(changes, 0.1);
  };
  CHECK(claim({change("a", 1.0, 0.4), change("b", 1.0, 0.1)}).verdict == Verdict::holds);
  const Claim one = claim({change("a", 1.0, 0.6), change("b", 1.0, 0.1)});
  CHECK(one.verdict == Verdict::fails);
  CHECK(mentions(one,
                 "1 of 2; the ratios range from 0.1 (b) to 0.6 (a) with median 0.35; the first "
                 "difference, which contains the drift, is less than half as large in 2;"));
  // A group that never changed has no ratio, nor has a diverged training.
  CHECK(claim({change("a", 0.0, 0.0), change("b", 1.0, 0.1)}).verdict == Verdict::fails);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(claim({change("a", infinity, infinity)}).verdict == Verdict::fails);
}

TEST_CASE("batch gradient descent is less stable if its mean loss rises further") {
  // With two steps per epoch, the losses below have the means 2, 1, 3 and 1: a rise by a factor of 3.
  const Losses unstable = {2.5, 1.5, 1.0, 1.0, 1.0, 5.0, 1.0, 1.0};
  const Losses calm = {2.0, 1.5, 1.2, 1.1};
  const Claim claim = is_less_stable({unstable, unstable}, {calm, {2.0, 1.0, 1.1, 1.0}}, 2);
  CHECK(claim.verdict == Verdict::holds);
  CHECK(mentions(claim,
                 "in 4 times 2 steps without a decay, the mean training loss rises at most by "
                 "a factor of 3 over the least one before it, under SGD of 1.05"));
  const Losses steady = {2.0, 2.0, 1.5, 1.5, 1.2, 1.2, 1.1, 1.1};
  CHECK(is_less_stable({steady, steady}, {{1.0, 2.0, 1.0, 1.0}, {1.0, 2.0, 1.0, 1.0}}, 2).verdict ==
        Verdict::fails);
  CHECK(is_less_stable({steady, unstable}, {calm, calm}, 2).verdict == Verdict::undecided);
  // A rise within an epoch's steps is averaged as SGD's own is, and later steps do not count.
  CHECK(is_less_stable({{1.0, 1.0, 0.5, 1.5, 9.0, 9.0}, steady}, {{1.0, 1.0}, calm}, 2).verdict ==
        Verdict::undecided);
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
