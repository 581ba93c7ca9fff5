#include "hindsight/frontier.hpp"

#include "support/losses.hpp"
#include "support/near.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <doctest/doctest.h>

using namespace hindsight;

namespace {

/// Outcomes on a grid, so that some are equal, and the outcome of never ending.
std::vector<Outcome> some_outcomes(std::size_t count, std::uint64_t seed) {
  test::Lcg lcg(seed);
  std::vector<Outcome> outcomes = {{0.0, 0.0}};
  while (outcomes.size() < count) {
    const auto saved = static_cast<double>(lcg.next() / 64);
    outcomes.push_back({saved / 16.0, static_cast<double>(lcg.next() / 128) / 8.0});
  }
  return outcomes;
}

/// The highest saving of all choices of one outcome per stage.
double best_choice(const std::vector<std::vector<Outcome>>& stages, double regret,
                   std::size_t stage = 0, Outcome sum = {}) {
  const auto count = static_cast<double>(stages.size());
  if (stage == stages.size()) return sum.regret / count <= regret ? sum.saved / count : -1.0;
  double best = -1.0;
  for (const Outcome& outcome : stages[stage])
    best = std::max(best, best_choice(stages, regret, stage + 1,
                                      {sum.saved + outcome.saved, sum.regret + outcome.regret}));
  return best;
}

}  // namespace

TEST_CASE("the frontier of a few outcomes is known") {
  const std::vector<Outcome> outcomes = {{0.3, 0.2}, {0.1, 0.1}, {0.3, 0.1},
                                         {0.5, 0.4}, {0.4, 0.5}, {0.3, 0.1}};
  CHECK(frontier_of(outcomes) == std::vector<std::size_t>{2, 3});
  CHECK(!best_within(outcomes, 0.05));
  CHECK(best_within(outcomes, 0.1).value() == 2);
  CHECK(best_within(outcomes, 0.399).value() == 2);
  CHECK(best_within(outcomes, 0.4).value() == 3);
}

TEST_CASE("every outcome is matched or beaten by the frontier, and none beats it") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<Outcome> outcomes = some_outcomes(40, seed);
    const std::vector<std::size_t> frontier = frontier_of(outcomes);
    for (const Outcome& outcome : outcomes) {
      const Outcome& best = outcomes[best_within(outcomes, outcome.regret).value()];
      CHECK(best.regret <= outcome.regret);
      CHECK(best.saved >= outcome.saved);
      for (const std::size_t i : frontier)
        CHECK(!(outcome.regret <= outcomes[i].regret && outcome.saved > outcomes[i].saved));
    }
  }
}

TEST_CASE("the hindsight bound is at least the best of all choices, and close to it") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<std::vector<Outcome>> stages = {
        some_outcomes(5, seed), some_outcomes(6, seed + 100), some_outcomes(4, seed + 200),
        some_outcomes(5, seed + 300)};
    const std::vector<Outcome> bound = hindsight_bound(stages);
    for (int i = 0; i <= 40; ++i) {
      const double regret = i / 40.0;
      const double best = best_choice(stages, regret);
      CHECK(saved_at(bound, regret) >= best - 1e-12);
      CHECK(saved_at(bound, regret) < best + 0.25);
    }
    for (const Outcome& corner : bound)
      CHECK(test::near(corner.saved, best_choice(stages, corner.regret + 1e-12), 1e-12));
  }
}

TEST_CASE("the hindsight bound agrees with a hand calculation") {
  // The first stage saves 0.5 at a regret of 0 and 0.7 at 0.4; the second stage saves 0.6 at 0.2.
  // Outcomes that save less at the same regret, or that are below the line between two others, are
  // not corners.
  const std::vector<std::vector<Outcome>> stages = {
      {{0.0, 0.0}, {0.5, 0.0}, {0.7, 0.4}, {0.55, 0.3}}, {{0.0, 0.0}, {0.6, 0.2}, {0.1, 0.1}}};
  const std::vector<Outcome> bound = hindsight_bound(stages);
  REQUIRE(bound.size() == 3);
  CHECK(bound[0] == Outcome{0.25, 0.0});
  CHECK(test::near(bound[1].saved, 0.55, 1e-15));
  CHECK(test::near(bound[1].regret, 0.1, 1e-15));
  CHECK(test::near(bound[2].saved, 0.65, 1e-15));
  CHECK(test::near(bound[2].regret, 0.3, 1e-15));

  CHECK(saved_at(bound, 0.0) == 0.25);
  CHECK(test::near(saved_at(bound, 0.05), 0.4, 1e-15));
  CHECK(test::near(saved_at(bound, 0.2), 0.6, 1e-15));
  CHECK(saved_at(bound, 1.0) == bound[2].saved);
}
