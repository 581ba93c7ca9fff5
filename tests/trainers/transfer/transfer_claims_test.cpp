#include "transfer/transfer_claims.hpp"

#include "mentions.hpp"
#include "transfer_cells.hpp"

#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace transfer;
using figures::Claim;
using figures::Verdict;

namespace {

using Seeds = std::vector<std::vector<double>>;

/// Three seeds whose gains scatter by so many points around a first and a second gain.
Seeds seeds_of(double first, double second, double points = 0.1) {
  Seeds seeds;
  for (const double scatter : {-points, 0.0, points})
    seeds.push_back({50.0 - scatter, 50.0 + first, 50.0 + first + second + scatter});
  return seeds;
}

struct Example {
  Matrix matrix;
  std::vector<CellResult> results = {};
};

/// The claim on "target 1", "target 2", … with these seeds.
Example example_of(const std::vector<Seeds>& targets) {
  Example example = {matrix_of({}, std::ssize(targets.front()))};
  for (const Seeds& seeds : targets) {
    std::vector<std::string>& names = example.matrix.targets;
    names.push_back("target " + std::to_string(names.size() + 1));
    add_cells(example.results, names.back(), Method::fix, seeds);
  }
  return example;
}

Claim ratio_claim(const std::vector<Seeds>& targets) {
  const auto [matrix, results] = example_of(targets);
  return ratios_are_below_source(matrix, results, Method::fix, 1);
}

Claim negative_claim(const std::vector<Seeds>& targets) {
  const auto [matrix, results] = example_of(targets);
  return some_gain_is_negative(matrix, results, Method::fix);
}

}  // namespace

TEST_CASE("ratios are below the source's if that is certain for every target") {
  // The source's ratio is 0.43.
  CHECK(ratio_claim({seeds_of(6.0, 1.8), seeds_of(5.0, 1.0)}).verdict == Verdict::holds);
  CHECK(ratio_claim({seeds_of(6.0, 1.8), seeds_of(5.0, 2.1)}).verdict == Verdict::undecided);
  CHECK(ratio_claim({seeds_of(6.0, 1.8), seeds_of(5.0, 4.0)}).verdict == Verdict::fails);
  CHECK(ratio_claim({seeds_of(6.0, -1.8)}).verdict == Verdict::holds);
}

TEST_CASE("a ratio above the source's must be certain over all targets together") {
  // Gain23 is 0.82 points above 0.43 times Gain12. The margin by seed is 0.42 at 95 % and 1.24 at
  // 99.375 %, that by image 0.41 and 0.57.
  const Seeds above = seeds_of(6.0, 3.4, 0.3);
  CHECK(ratio_claim({above}).verdict == Verdict::fails);
  std::vector<Seeds> eight(8, seeds_of(6.0, 1.8));
  eight.front() = above;
  CHECK(ratio_claim(eight).verdict == Verdict::undecided);
}

TEST_CASE("the claim on ratios contains numbers and intervals") {
  // The first gain is 10 for each seed: Student's interval of 2, 3 and 4 is 3 ± 2.484.
  const Claim claim = ratio_claim({{{50.0, 60.0, 62.0}, {51.0, 61.0, 64.0}, {52.0, 62.0, 66.0}}});
  CHECK(claim.verdict == Verdict::undecided);
  CHECK(claim.text ==
        "fix: on every target the ratio Gain23/Gain12 is below that on ImageNet, 0.43 in its one "
        "run: it is 0.3 (0.0516 to 0.548 by seed, 0.272 to 0.33 by image) on target 1; brackets "
        "show 95 % intervals, over the "
        "seeds and over the test images");
}

TEST_CASE("a ratio to a gain that may be zero decides nothing, with the reason") {
  const Claim certain = ratio_claim({{{64.3, 64.5, 62.0}, {64.3, 64.3, 61.9}, {64.4, 64.6, 62.1}}});
  CHECK(certain.verdict == Verdict::undecided);
  CHECK(mentions(certain,
                 "(unbounded because Gain12, 0.133 points, may be zero, but Gain23 is certain to "
                 "be less than 0.43 times that) on target 1"));
  const Claim uncertain =
      ratio_claim({{{64.3, 64.5, 64.6}, {64.3, 64.3, 64.2}, {64.4, 64.6, 64.6}}});
  CHECK(uncertain.verdict == Verdict::undecided);
  CHECK(mentions(uncertain, "(unbounded because Gain12, 0.133 points, may be zero) on target 1"));
  const Claim loss = ratio_claim({seeds_of(-6.0, 1.8)});
  CHECK(loss.verdict == Verdict::undecided);
  CHECK(mentions(loss, ", but relative to a loss: Gain12 is -6 points) on target 1"));
}

TEST_CASE("single seeds decide nothing, as in the paper") {
  const auto claims = claims_of(paper_matrix, paper_cells());
  REQUIRE(claims.size() == 4);
  for (const Claim& claim : claims) CHECK(claim.verdict == Verdict::undecided);
  CHECK(mentions(claims[0],
                 "finetune: on every target the ratio Gain23/Gain12 is below that on ImageNet"));
  CHECK(mentions(claims[0],
                 "it is 0.302 (one seed) on Caltech256, 0.416 (one seed) on CUB200, 0.392 (one "
                 "seed) on MIT67, 0.34 (one seed) on Sketch250;"));
  CHECK(
      mentions(claims[1],
               "finetune: some gain is negative: the smallest: Gain23 is 0.72 points (one seed) on "
               "Sketch250; 0 of 8 gains are certain to be positive;"));
  CHECK(mentions(claims[2], "-1.67 (one seed) on Sketch250;"));
  CHECK(mentions(claims[3],
                 "fix: some gain is negative: Gain23 is -0.4 points (one seed) on Sketch250;"));
}

TEST_CASE("a target without seeds can prevent that the claim holds, but not that it fails") {
  CHECK(ratio_claim({seeds_of(6.0, 1.8), {}}).verdict == Verdict::undecided);
  CHECK(mentions(ratio_claim({seeds_of(6.0, 1.8), {}}), ", not known yet on target 2;"));
  CHECK(ratio_claim({seeds_of(6.0, 5.0), {}}).verdict == Verdict::fails);
  CHECK(negative_claim({seeds_of(6.0, 1.8), {}}).verdict == Verdict::undecided);
  CHECK(negative_claim({seeds_of(6.0, -5.0), {}}).verdict == Verdict::holds);
}

TEST_CASE("a source without a first gain has no ratio to compare with") {
  Matrix matrix = matrix_of({"birds"}, 3);
  matrix.source.accuracies = {0.5, 0.48, 0.6};
  const Claim claim =
      ratios_are_below_source(matrix, cells_of("birds", seeds_of(6.0, 1.8)), Method::fix, 1);
  CHECK(claim.verdict == Verdict::undecided);
  CHECK(mentions(claim, "which decides nothing because its own Gain12 is -2 points: it is "));
}

TEST_CASE("some gain is negative, or all are positive, or neither is certain") {
  CHECK(negative_claim({seeds_of(6.0, 1.8), seeds_of(6.0, -1.8)}).verdict == Verdict::holds);
  CHECK(negative_claim({seeds_of(-6.0, 1.8)}).verdict == Verdict::holds);
  CHECK(negative_claim({seeds_of(6.0, 1.8), seeds_of(5.0, 1.0)}).verdict == Verdict::fails);
  CHECK(negative_claim({seeds_of(6.0, 1.8), seeds_of(5.0, 0.1)}).verdict == Verdict::undecided);
  CHECK(negative_claim({seeds_of(6.0, 1.8), seeds_of(5.0, -0.1)}).verdict == Verdict::undecided);
}

TEST_CASE("a negative gain must be certain among all gains together") {
  // Student's margin of a gain that scatters by 0.1 points is 0.248 at 95 %, 0.36 at 97.5 % and
  // 0.51 at 98.75 %.
  const Seeds negative = seeds_of(6.0, -0.4);
  CHECK(negative_claim({negative}).verdict == Verdict::holds);
  CHECK(negative_claim({negative, seeds_of(6.0, 1.8)}).verdict == Verdict::undecided);
  const Claim claim = negative_claim({negative, seeds_of(6.0, 1.8)});
  CHECK(mentions(claim,
                 "Gain23 is -0.4 points (-0.648 to -0.152 by seed, -0.517 to -0.283 by image) on "
                 "target 1; 3 of 4 gains are certain "
                 "to be positive;"));
}

TEST_CASE("there is a claim for every two consecutive gains of methods with cells") {
  Matrix matrix = matrix_of({"birds"}, 1);
  matrix.seeds[Method::finetune] = 1;
  const auto claims_with = [&](std::vector<double> source, const std::vector<double>& accuracies) {
    matrix.source.accuracies = std::move(source);
    return claims_of(matrix, cells_of("birds", {accuracies}));
  };
  const auto four = claims_with({0.5, 0.6, 0.64, 0.65}, {50.0, 60.0, 64.0, 65.0});
  REQUIRE(four.size() == 3);
  CHECK(mentions(four[0], "fix: on every target the ratio Gain23/Gain12 is below"));
  CHECK(mentions(four[1], "fix: on every target the ratio Gain34/Gain23 is below"));
  CHECK(mentions(four[1], "it is 0.25 (one seed) on birds"));
  CHECK(mentions(four[2], "fix: some gain is negative"));
  CHECK(claims_with({0.5, 0.6}, {50.0, 60.0}).size() == 1);
  CHECK(claims_with({0.5}, {50.0}).empty());
  CHECK(claims_of(matrix, {}).empty());
}

TEST_CASE("a gain must be certain over the test images too") {
  // Every seed gains 2 of 40 images: 3 become correct and 1 becomes wrong. By image, the gain is
  // 0.05 with the deviation sqrt((4 - 4 / 40) / 39) = 0.3162, so Student's margin is 0.1011.
  std::vector<CellResult> results;
  for (std::uint64_t seed = 0; seed < 3; ++seed)
    for (std::int64_t stage = 1; stage <= 2; ++stage) {
      Hits hits(40, false);
      hits[0] = stage == 1;
      hits[1] = hits[2] = hits[3] = stage == 2;
      CellResult& result = results.emplace_back();
      result.cell = {.target = "birds", .method = Method::fix, .stage = stage, .seed = seed};
      result.accuracy = stage == 1 ? 1.0 / 40.0 : 3.0 / 40.0;
      result.hits = hits;
    }
  Matrix matrix = matrix_of({"birds"}, 3);
  matrix.source.accuracies = {0.5, 0.6};
  const Claim claim = some_gain_is_negative(matrix, results, Method::fix);
  CHECK(claim.verdict == Verdict::undecided);
  CHECK(mentions(claim,
                 "Gain12 is 5 points (5 to 5 by seed, -5.11 to 15.1 by image) on birds; 0 of "
                 "1 gains are certain to be positive;"));
  for (CellResult& result : results) result.hits.clear();
  CHECK(some_gain_is_negative(matrix, results, Method::fix).verdict == Verdict::undecided);
}
