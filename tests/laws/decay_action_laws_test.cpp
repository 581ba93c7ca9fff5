#include "laws/policy_laws.hpp"
#include "support/near.hpp"
#include "support/optimizers.hpp"

#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/action/learning_rate_sequence.hpp>
#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/action/then.hpp>

using namespace autodecay;

namespace {

struct Tenth {
  static ScaleLearningRate fresh() { return {}; }
  static constexpr double floor = 0.0;
};
struct Third {
  static ScaleLearningRate fresh() {
    return ScaleLearningRate{{.factor = 1.0 / 3.0, .floor = floor}};
  }
  static constexpr double floor = 1e-4;
};
struct Unchanged {
  static ScaleLearningRate fresh() { return ScaleLearningRate{{.factor = 1.0}}; }
  static constexpr double floor = 0.0;
};
struct Sequence {
  static LearningRateSequence fresh() { return {0.1, 0.03, 0.01, 1e-3}; }
  static constexpr double floor = 0.0;
};
struct Twice {
  static auto fresh() { return Then{Tenth::fresh(), Sequence::fresh()}; }
  static constexpr double floor = 0.0;
};

}  // namespace

#define MODELS Tenth, Third, Unchanged, Sequence, Twice

TEST_CASE_TEMPLATE("every decay action is a policy", Model, MODELS) {
  const auto fresh = Model::fresh();
  laws::reset_equals_fresh(fresh);
  laws::copies_evolve_apart(fresh);
  laws::saved_and_loaded_is_the_same(fresh);
}

TEST_CASE_TEMPLATE("no rate rises, none is lowered below the floor, ratios stay above it", Model,
                   MODELS) {
  auto action = Model::fresh();
  test::GroupedOptimizer optimizer{0.1, 1.0, 0.03, 0.7, 2e-4, 1e-5, 0.0};
  std::vector<double> before = optimizer.rates();
  for (std::int64_t index = 2; index <= 12; ++index) {
    action(optimizer, Stage{.index = index});
    const std::vector<double> after = optimizer.rates();
    for (std::size_t i = 0; i < after.size(); ++i) {
      CAPTURE(index);
      CAPTURE(before[i]);
      CAPTURE(after[i]);
      CHECK(after[i] <= before[i]);
      CHECK((after[i] >= Model::floor || after[i] == before[i]));
      if (after[i] > Model::floor && after[1] > Model::floor)
        CHECK(test::near(after[i] * before[1], before[i] * after[1], 2e-15));
    }
    before = after;
  }
}

TEST_CASE_TEMPLATE("rates in single precision obey too", Model, Tenth, Third, Sequence) {
  auto action = Model::fresh();
  float rate = 0.1F;
  for (std::int64_t index = 2; index <= 12; ++index) {
    const float before = rate;
    action(rate, Stage{.index = index});
    CHECK(rate <= before);
    CHECK(static_cast<double>(rate) >= Model::floor * (1.0 - 1e-7));
  }
}
