#include "hindsight/outcome.hpp"

#include "support/message.hpp"
#include "support/near.hpp"

#include <cstddef>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

using namespace hindsight;

TEST_CASE("the window is the smallest odd number that is at least max(3, rows/15)") {
  CHECK(smoothing_window(1) == 3);
  CHECK(smoothing_window(45) == 3);
  CHECK(smoothing_window(46) == 5);  // 3.07
  CHECK(smoothing_window(75) == 5);
  CHECK(smoothing_window(76) == 7);
  CHECK(smoothing_window(150) == 11);
}

TEST_CASE("the moving mean repeats the edges beyond them") {
  CHECK(moving_mean(std::vector{3.0, 6.0, 0.0, 9.0}, 3) == std::vector{4.0, 3.0, 5.0, 6.0});
  // 1+1+1+2+6, 1+1+2+6+10, 1+2+6+10+10, 2+6+10+10+10, each divided by 5
  const std::vector<double> of_five = moving_mean(std::vector{1.0, 2.0, 6.0, 10.0}, 5);
  const std::vector<double> expected = {2.2, 4.0, 5.8, 7.6};
  for (std::size_t i = 0; i < 4; ++i) CHECK(test::near(of_five[i], expected[i], 1e-15));
  CHECK(moving_mean(std::vector{5.0}, 3) == std::vector{5.0});
}

TEST_CASE("the outcomes of a stage of four rows are known") {
  // Smoothed: 15, 9, 5, 4.
  const std::vector<Outcome> outcomes = outcomes_of(std::vector{18.0, 9.0, 0.0, 6.0});
  REQUIRE(outcomes.size() == 4);
  CHECK(outcomes[0] == Outcome{0.75, 2.75});
  CHECK(outcomes[1] == Outcome{0.5, 1.25});
  CHECK(outcomes[2] == Outcome{0.25, 0.25});
  CHECK(outcomes[3] == Outcome{0.0, 0.0});
}

TEST_CASE("ending a stage below its final loss costs nothing") {
  // Smoothed: 8, 5, 4, 6, 9, 12. The second row is already below the end.
  const std::vector<Outcome> outcomes = outcomes_of(std::vector{9.0, 6.0, 0.0, 6.0, 12.0, 9.0});
  for (const Outcome& outcome : outcomes) CHECK(outcome.regret == 0.0);
}

TEST_CASE("a stage that ends at a non-positive loss has no relative regret") {
  CHECK(test::message<std::invalid_argument>([] {
          (void)outcomes_of(std::vector{1.0, 0.0, 0.0});
        }) == "stage: its smoothed last loss must be greater than 0, got 0");
}

TEST_CASE("the mean of outcomes is computed field by field") {
  const std::vector<Outcome> outcomes = {{0.5, 0.25}, {0.25, 0.0}, {0.0, 0.5}};
  CHECK(mean_of(outcomes) == Outcome{0.25, 0.25});
}
