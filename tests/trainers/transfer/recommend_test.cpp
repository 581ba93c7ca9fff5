#include "transfer/recommend.hpp"

#include "support/near.hpp"
#include "transfer_cells.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace transfer;
using test::near;

namespace {

using Stages = std::vector<std::int64_t>;

Recommendation of(const std::vector<std::vector<double>>& seeds, std::size_t stages = 3) {
  Matrix matrix = matrix_of({"birds"}, std::ssize(seeds));
  matrix.source.accuracies.assign(stages, 0.5);
  return recommend(matrix, cells_of("birds", seeds), "birds", Method::fix);
}

}  // namespace

TEST_CASE("a stage that is certain to be better than all others is the one to use") {
  const Recommendation last = of({{50.0, 60.0, 62.0}, {51.0, 60.5, 62.6}, {50.5, 60.4, 62.5}});
  CHECK(last.stages == Stages{3});
  CHECK(last.seeds == 3);
  CHECK(near(last.accuracy, 0.62366666666, 1e-9));
  REQUIRE(last.to_next);
  CHECK(last.to_next->stage == 2);
  CHECK_FALSE(last.to_last);
  // 2.0, 2.1 and 2.1: mean 2.0667, Student's margin 4.3027 times 0.033333.
  CHECK(near(last.to_next->mean, 0.0206666666666, 1e-9));
  CHECK(near(last.to_next->interval.by_seed.low, 0.0206666667 - 0.0014342176, 1e-6));
  CHECK(near(last.to_next->interval.by_seed.high, 0.0206666667 + 0.0014342176, 1e-6));
  CHECK(as_text(last) ==
        "birds, fix: use stage 3: it reaches 62.37 %, 2.07 points (1.92 to 2.21 by seed, 1.81 to "
        "2.33 by image) above stage 2, "
        "the next best; 3 seeds");
}

TEST_CASE("the comparison is paired by seed") {
  // Seeds differ far more than stages.
  CHECK(of({{40.0, 40.5, 41.0}, {50.0, 50.6, 51.1}, {60.0, 60.5, 61.1}}).stages == Stages{3});
}

TEST_CASE("stages that the seeds do not distinguish are all named") {
  const Recommendation two = of({{50.0, 60.4, 60.0}, {50.2, 60.3, 60.5}, {50.1, 60.6, 60.2}});
  CHECK(two.stages == Stages{2, 3});
  CHECK(as_text(two).starts_with(
      "birds, fix: undecided between stages 2 and 3: stage 2 reaches 60.43 %, 0.20 points (-0.66 "
      "to 1.06 by seed, 0.14 to 0.26 by image) above stage 3, the next best; 3 seeds"));
  const Recommendation all = of({{60.4, 60.0, 60.1}, {60.0, 60.4, 60.2}});
  CHECK(all.stages == Stages{1, 2, 3});
  CHECK(as_text(all).starts_with("birds, fix: undecided between stages 1, 2 and 3: stage 1 "));
}

TEST_CASE("the loss of the last stage is reported if it is neither the best nor the next best") {
  const Recommendation first = of({{62.0, 61.0, 50.0}, {62.5, 61.5, 50.0}, {62.4, 61.5, 50.0}});
  CHECK(first.stages == Stages{1});
  REQUIRE(first.to_next);
  CHECK(first.to_next->stage == 2);
  REQUIRE(first.to_last);
  CHECK(first.to_last->stage == 3);
  CHECK(near(first.to_last->mean, 0.123, 1e-9));
  CHECK(as_text(first) ==
        "birds, fix: use stage 1: it reaches 62.30 %, 0.97 points (0.82 to 1.11 by seed, 0.80 to "
        "1.13 by image) above stage 2, "
        "the next best, and 12.30 points (11.64 to 12.96 by seed, 11.66 to 12.94 by image) above "
        "stage 3, the last; 3 seeds");
  CHECK_FALSE(of({{62.0, 50.0, 61.0}, {62.5, 50.0, 61.5}}).to_last);
}

TEST_CASE("a single seed decides nothing") {
  const Recommendation one = of({{64.34, 64.58, 64.18}});
  CHECK(one.stages == Stages{2, 1, 3});
  CHECK(as_text(one) ==
        "birds, fix: undecided between stages 1, 2 and 3: stage 2 reaches 64.58 %, 0.24 points "
        "(0.14 to 0.34 by image) above stage 1, the next best, and 0.40 points (0.28 to 0.52 by "
        "image) above stage 3, the last; a single seed "
        "decides nothing");
}

TEST_CASE("with more stages, each comparison needs more confidence") {
  // 0.9, 1 and 1.1 points: Student's margin is 0.248 points at 95 % and 0.60 at 99.1 %.
  const auto with_stages = [](std::size_t stages, double difference) {
    std::vector<std::vector<double>> seeds;
    for (const double scatter : {-0.1, 0.0, 0.1}) {
      seeds.emplace_back(stages, 50.0);
      seeds.back().back() = 50.0 + difference + scatter;
    }
    return of(seeds, stages);
  };
  CHECK(with_stages(2, 0.3).stages == Stages{2});
  CHECK(with_stages(3, 0.3).stages == Stages{3});
  CHECK(with_stages(12, 0.3).stages.size() == 12);
  CHECK(with_stages(12, 1.0).stages == Stages{12});
  CHECK(with_stages(2, 0.2).stages.size() == 2);
}

TEST_CASE("only seeds that have finished all stages count") {
  const Recommendation one = of({{50.0, 60.0, 62.0}, {50.0, 99.0}});
  CHECK(one.seeds == 1);
  CHECK(one.accuracy == 0.62);
  const Recommendation none = of({{50.0, 60.0}, {50.0}});
  CHECK(none.stages.empty());
  CHECK(as_text(none) == "birds, fix: no seed has finished all stages yet");
}

TEST_CASE("a single stage is the one to use") {
  const Recommendation only = of({{50.0}, {51.0}}, 1);
  CHECK(only.stages == Stages{1});
  CHECK(as_text(only) == "birds, fix: use stage 1: it reaches 50.50 %; 2 seeds");
}

TEST_CASE("there is a recommendation for each target and method with cells") {
  const auto all = recommend_all(paper_matrix, paper_cells());
  REQUIRE(all.size() == 8);
  CHECK(all[0].target == "Caltech256");
  CHECK(all[0].method == Method::finetune);
  CHECK(all[1].method == Method::fix);
  CHECK(all[7].target == "Sketch250");
  CHECK(all[7].stages.front() == 2);
  for (const Recommendation& each : all) CHECK(each.stages.size() == 3);
  CHECK(recommend_all(paper_matrix, {}).empty());
}
