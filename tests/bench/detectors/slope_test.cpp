#include "detection/detectors/slope.hpp"

#include "support/answers.hpp"
#include "support/losses.hpp"
#include "support/message.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using autodecay::Measurement;
using detection::Slope;
using test::answers;
using test::stages;

namespace {

/// Keeps all losses, and tests at every observation from the third on.
const Slope::Options eager{
    .significance = 0.05, .window = 2, .leak = 1, .interval = 1, .warmup = 0, .capacity = 100};

Slope::Options with(void (*change)(Slope::Options&)) {
  Slope::Options options = eager;
  change(options);
  return options;
}

}  // namespace

TEST_CASE("SLOPE holds unless the improvement is significant") {
  CHECK(answers(Slope{eager}, {1, 1, 1, 1}) == "..11");
  CHECK(answers(Slope{eager}, {1, 2, 3, 4}) == "..11");
  CHECK(answers(Slope{eager}, {4, 3, 2, 1, 0, -1}) == "......");
  CHECK(answers(Slope{eager}, {-4, -4, -4, -5, -6, -7, -8}) == "..11...");
}

TEST_CASE("SLOPE's probability comes from Student's distribution") {
  // 3 0 0: slope -3/2, error √(3/4), so that t = -√3 with one degree of freedom: Cauchy's
  // distribution has ½ - atan(√3)/π = 1/6 there.
  Slope criterion{eager};
  CHECK(criterion.probability() == 0.5);
  for (const double level : {3, 0}) criterion.update(level);
  CHECK(criterion.measure() ==
        Measurement{Slope::losses_kept, 2.0, autodecay::Relation::greater, 2.0});
  criterion.update(0.0);
  CHECK(criterion.probability() == doctest::Approx(1.0 / 6.0).epsilon(1e-12));
  CHECK(criterion.measure() ==
        Measurement{Slope::p_value, criterion.probability(), autodecay::Relation::at_least, 0.05});
}

TEST_CASE("SLOPE's bucket keeps the latest 1/leak of the losses") {
  // With leak 2 three losses are kept from the fifth on: 0 0 0 after 9 9, and so 9 9 | 0 0 0.
  const Slope leaky(with([](Slope::Options& options) { options.leak = 2; }));
  CHECK(answers(leaky, {9, 9, 0, 0, 0}) == "....1");
  // Of 7 6 5 4 3 3 3 3 it keeps 5 4 3 3 3 at the ninth, p = 0.023, and 4 3 3 3 3 at the tenth,
  // p = 0.091.
  CHECK(answers(leaky, {9, 9, 7, 6, 5, 4, 3, 3, 3, 3}) == ".........1");
}

TEST_CASE("SLOPE's bucket is bounded by its capacity") {
  const Slope small(with([](Slope::Options& options) { options.capacity = 4; }));
  const Slope large(with([](Slope::Options& options) { options.capacity = 8; }));
  // 6 5 5 5 is not a significant improvement with its two degrees of freedom, but all seven losses
  // are.
  const std::initializer_list<double> levels{9, 8, 7, 6, 5, 5, 5, 5};
  CHECK(answers(small, levels) == "......11");
  CHECK(answers(large, levels) == "........");
}

TEST_CASE("SLOPE tests at every interval-th observation of the run") {
  const Slope criterion(with([](Slope::Options& options) {
    options.window = 3;
    options.interval = 5;
  }));
  CHECK(answers(criterion, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}) == "....1....1");
  // A decay empties the bucket, but the count continues: at 10, four of 6, 7, 8, 9, 10 are kept.
  CHECK(stages(criterion, std::vector(15, 1.0)) == "....1....1....1");
  // A window of 5 needs six losses: 6 … 11 after the decay at 10 are too late for 15.
  const Slope longer(with([](Slope::Options& options) {
    options.window = 5;
    options.interval = 5;
  }));
  CHECK(stages(longer, std::vector(20, 1.0)) == ".........1.........1");
}

TEST_CASE("SLOPE does not decay during its warmup") {
  const Slope criterion(with([](Slope::Options& options) { options.warmup = 6; }));
  CHECK(answers(criterion, {1, 1, 1, 1, 1, 1, 1, 1}) == "......11");
}

TEST_CASE("with SLOPE's defaults the first decay comes after 8100 observations") {
  // 1001 losses are kept from the 8001st on.
  const std::string answers = stages(Slope(), std::vector<double>(17000, 2.5));
  CHECK(answers.find('1') == 8099);
  CHECK(answers.find('1', 8100) == 16199);
}

TEST_CASE("SLOPE handles losses of any finite magnitude") {
  const double largest = (std::numeric_limits<double>::max)();
  const Slope small(with([](Slope::Options& options) { options.capacity = 3; }));
  CHECK(answers(small, {largest, -largest, largest, 1, 1, 1, 1}) == ".....11");
}

TEST_CASE("Slope's options") {
  CHECK(Slope().options() == Slope::Options{0.05, 1000, 8, 100, 100, 32768});
  CHECK(Slope(eager).options() == eager);
  const auto message = [](void (*change)(Slope::Options&)) {
    return test::message<std::invalid_argument>([change] { Slope criterion(with(change)); });
  };
  CHECK(message([](Slope::Options& options) { options.significance = 0.0; }) ==
        "Slope: significance must be in (0, 1), got 0");
  CHECK(message([](Slope::Options& options) { options.significance = 1.0; }) ==
        "Slope: significance must be in (0, 1), got 1");
  CHECK(message([](Slope::Options& options) { options.significance = std::nan(""); }) ==
        "Slope: significance must be in (0, 1), got nan");
  CHECK(message([](Slope::Options& options) { options.window = 1; }) ==
        "Slope: window must be at least 2 observations, got 1");
  CHECK(message([](Slope::Options& options) { options.leak = 0; }) ==
        "Slope: leak must be at least 1, got 0");
  CHECK(message([](Slope::Options& options) { options.interval = 0; }) ==
        "Slope: interval must be at least 1 observation, got 0");
  CHECK(message([](Slope::Options& options) { options.warmup = -1; }) ==
        "Slope: warmup must be at least 0 observations, got -1");
  CHECK(message([](Slope::Options& options) { options.window = 100; }) ==
        "Slope: capacity must be above the window, got 100");
}
