#include "support/optimizers.hpp"

#include <limits>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/archive.hpp>
#include <autodecay/optimizer_traits.hpp>

using autodecay::LearningRate;
using autodecay::Optimizer;
using autodecay::OptimizerTraits;

namespace {

constexpr auto halve = [](double rate) { return 0.5 * rate; };

/// A user-defined optimizer with two rates and an unknown structure.
struct Two {
  double generator = 0.25;
  double discriminator = 1.0;
};

/// A rate that cannot be set.
struct ReadOnly {
  [[nodiscard]] double get_learning_rate() const { return 0.1; }
};
struct FloatStepSize {
  float& StepSize() { return step_size; }
  float step_size = 0.1F;
};

}  // namespace

template <>
struct autodecay::OptimizerTraits<Two> {
  static void transform_learning_rates(Two& two, auto&& transform) {
    two.generator = transform(two.generator);
    two.discriminator = transform(two.discriminator);
  }
};

TEST_CASE("a LearningRate is an optimizer") {
  LearningRate rate{0.25};
  OptimizerTraits<LearningRate>::transform_learning_rates(rate, halve);
  CHECK(rate == LearningRate{0.125});
}

TEST_CASE("every parameter group's rate is transformed once, in order") {
  test::GroupedOptimizer optimizer{4.0, 2.0, 1.0};
  std::vector<double> seen;
  OptimizerTraits<test::GroupedOptimizer>::transform_learning_rates(
      optimizer, [&](double rate) { return seen.push_back(rate), rate + 1.0; });
  CHECK(seen == std::vector{4.0, 2.0, 1.0});
  CHECK(optimizer.rates() == std::vector{5.0, 3.0, 2.0});
}

TEST_CASE("an optimizer without parameter groups is not changed") {
  test::GroupedOptimizer optimizer{};
  OptimizerTraits<test::GroupedOptimizer>::transform_learning_rates(optimizer, halve);
  CHECK(optimizer.rates().empty());
}

TEST_CASE("types with the structure of ensmallen's optimizers are optimizers") {
  test::StepSizeOptimizer optimizer(0.5);
  OptimizerTraits<test::StepSizeOptimizer>::transform_learning_rates(optimizer, halve);
  CHECK(optimizer.StepSize() == 0.25);
}

TEST_CASE("types with the structure of dlib's dnn_trainer are optimizers") {
  test::LearningRateOptimizer optimizer(0.5);
  OptimizerTraits<test::LearningRateOptimizer>::transform_learning_rates(optimizer, halve);
  CHECK(optimizer.get_learning_rate() == 0.25);
}

TEST_CASE("a specialisation supports any other optimizer") {
  Two two;
  autodecay::ScaleLearningRate{{.factor = 0.5}}(two, autodecay::Stage{.index = 2});
  CHECK(two.generator == 0.125);
  CHECK(two.discriminator == 0.5);
}

static_assert(Optimizer<LearningRate> && Optimizer<test::GroupedOptimizer> &&
              Optimizer<test::StepSizeOptimizer> && Optimizer<test::LearningRateOptimizer> &&
              Optimizer<Two>);
static_assert(!Optimizer<double> && !Optimizer<float> && !Optimizer<const LearningRate> &&
              !Optimizer<int> && !Optimizer<ReadOnly> && !Optimizer<FloatStepSize>);

TEST_CASE("only a lower rate is set, and it is told whether there was one") {
  test::GroupedOptimizer optimizer{1.0, 0.5, 0.25};
  const auto to_half = [](double) { return 0.5; };
  CHECK(autodecay::lower_learning_rates(optimizer, to_half));
  CHECK(optimizer.rates() == std::vector{0.5, 0.5, 0.25});
  CHECK_FALSE(autodecay::lower_learning_rates(optimizer, to_half));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(autodecay::lower_learning_rates(optimizer, [nan](double) { return nan; }));
  CHECK(optimizer.rates() == std::vector{0.5, 0.5, 0.25});
}

TEST_CASE("an optimizer that keeps its rate as a float comes to an end at the floor") {
  struct FloatOptimizer {
    float rate = 0.01f;
    [[nodiscard]] float get_learning_rate() const { return rate; }
    void set_learning_rate(double value) { rate = static_cast<float>(value); }
  };
  FloatOptimizer optimizer;
  const auto to_floor = [](double) { return 0.001; };  // its nearest float is greater
  CHECK(autodecay::lower_learning_rates(optimizer, to_floor));
  CHECK_FALSE(autodecay::lower_learning_rates(optimizer, to_floor));
  CHECK(optimizer.rate == 0.001f);
}

TEST_CASE("a learning rate is saved and loaded to the bit") {
  autodecay::LearningRate rate{0.1 / 3.0}, loaded{1.0};
  autodecay::load(autodecay::save(rate), loaded);
  CHECK(loaded == rate);
}
