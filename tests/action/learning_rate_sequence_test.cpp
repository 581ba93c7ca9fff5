#include "support/message.hpp"
#include "support/optimizers.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/action/learning_rate_sequence.hpp>

using autodecay::LearningRateSequence;
using autodecay::Stage;

TEST_CASE("each stage has exactly its rate, and the last rate is kept") {
  // Because of rounding, 0.1 · (0.007 / 0.1) is not 0.007.
  const LearningRateSequence action{0.1, 0.007, 0.0004};
  autodecay::LearningRate rate{0.1};
  const std::vector<double> expected{0.1, 0.007, 0.0004, 0.0004, 0.0004};
  for (std::int64_t index = 1; index <= 5; ++index) {
    action(rate, Stage{.index = index});
    CAPTURE(index);
    CHECK(rate.value == expected[static_cast<std::size_t>(index - 1)]);
  }
}

TEST_CASE("other groups are scaled by the same quotient") {
  const LearningRateSequence action{0.5, 0.125};
  test::GroupedOptimizer optimizer{0.5, 4.0, 0.25};
  action(optimizer, Stage{.index = 2});
  CHECK(optimizer.rates() == std::vector{0.125, 1.0, 0.0625});
}

TEST_CASE("a single rate never changes") {
  autodecay::LearningRate rate{0.3};
  LearningRateSequence{0.3}(rate, Stage{.index = 2});
  CHECK(rate.value == 0.3);
}

TEST_CASE("rates must be positive, finite and strictly decreasing") {
  const auto message = [](const std::vector<double>& rates) {
    return test::message<std::invalid_argument>([&] { LearningRateSequence action(rates); });
  };
  const std::string each =
      "LearningRateSequence: each rate must be greater than 0 and smaller than the one before, "
      "got ";
  CHECK(message({}) == "LearningRateSequence: the number of rates must be at least 1, got 0");
  CHECK(message({0.0}) == each + "0");
  CHECK(message({0.1, -0.1}) == each + "-0.1");
  CHECK(message({0.1, 0.1}) == each + "0.1");
  CHECK(message({0.1, 0.2}) == each + "0.2");
  CHECK(message({std::numeric_limits<double>::infinity()}) == each + "inf");
  CHECK(message({0.1, std::numeric_limits<double>::quiet_NaN()}) == each + "nan");
  CHECK(LearningRateSequence{0.2, 0.1}.rates() == std::vector{0.2, 0.1});
}
