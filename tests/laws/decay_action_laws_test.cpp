#include "laws/models.hpp"
#include "laws/policy_laws.hpp"
#include "support/near.hpp"
#include "support/optimizers.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/action/grow_batch_size.hpp>
#include <autodecay/action/learning_rate_sequence.hpp>
#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/action/sequence.hpp>
#include <autodecay/action/tail.hpp>
#include <autodecay/action/warm_up.hpp>
#include <autodecay/compat/dlib_scheduler.hpp>
#include <autodecay/compat/pytorch_scheduler.hpp>
#include <autodecay/runtime/combined.hpp>

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
struct ByPyTorch {
  static compat::PyTorchDecay fresh() {
    return compat::PyTorchDecay{{.factor = 0.3, .floor = floor, .least_change = 0.0}};
  }
  static constexpr double floor = 1e-4;
};
struct ByDlib {
  static compat::DlibDecay fresh() { return compat::DlibDecay{{.factor = 0.7, .floor = floor}}; }
  static constexpr double floor = 0.0;
};
struct Unchanged {
  static ScaleLearningRate fresh() { return ScaleLearningRate{{.factor = 1.0}}; }
  static constexpr double floor = 0.0;
};
struct Given {
  static LearningRateSequence fresh() { return {0.1, 0.03, 0.01, 1e-3}; }
  static constexpr double floor = 0.0;
};
struct Twice {
  static auto fresh() { return Sequence{Tenth::fresh(), Given::fresh()}; }
  static constexpr double floor = 0.0;
};

struct Warm {
  static WarmUp fresh() { return WarmUp{{.observations = 5, .factor = 10}}; }
  static constexpr double floor = 0.0;
};
struct Tailing {
  static Tail fresh() { return {}; }
  static constexpr double floor = 0.0;
};

struct Leading {
  static auto fresh() { return Sequence{Warm::fresh(), Tenth::fresh(), Tailing::fresh()}; }
  static constexpr double floor = 0.0;
};
struct RunTimeAction {
  static runtime::AnyAction fresh() {
    return runtime::ActionSequence({Warm::fresh(), Tenth::fresh(), Tailing::fresh()});
  }
  static constexpr double floor = 0.0;
};

/// An optimizer whose rate is a float.
struct SinglePrecision {
  float rate = 0.1F;
};

struct TenTimes {
  static GrowBatchSize fresh() { return {}; }
  static constexpr std::int64_t limit = GrowBatchSize::unlimited;
};
struct ByHalves {
  static GrowBatchSize fresh() { return GrowBatchSize{{.factor = 1.5, .limit = limit}}; }
  static constexpr std::int64_t limit = 1000;
};
struct NotAtAll {
  static GrowBatchSize fresh() { return GrowBatchSize{{.factor = 1.0}}; }
  static constexpr std::int64_t limit = GrowBatchSize::unlimited;
};
struct Beyond {
  static GrowBatchSize fresh() { return GrowBatchSize{{.factor = 1e300, .limit = limit}}; }
  static constexpr std::int64_t limit = GrowBatchSize::unlimited - 1;
};
struct RatesAndBatch {
  static auto fresh() { return Sequence{ByHalves::fresh(), Third::fresh()}; }
  static constexpr std::int64_t limit = ByHalves::limit;
};

}  // namespace

template <>
struct autodecay::OptimizerTraits<SinglePrecision> {
  static void transform_learning_rates(SinglePrecision& optimizer, auto&& transform) {
    optimizer.rate = static_cast<float>(transform(static_cast<double>(optimizer.rate)));
  }
};

#define OF_RATES \
  Tenth, Third, ByPyTorch, ByDlib, Unchanged, Given, Twice, Warm, Tailing, Leading, RunTimeAction
#define OF_BATCHES TenTimes, ByHalves, NotAtAll, Beyond

std::set<std::string> laws::decay_actions() { return names_of<OF_RATES, OF_BATCHES>(); }

TEST_CASE_TEMPLATE("every decay action is a policy", Model, OF_RATES, OF_BATCHES, RatesAndBatch) {
  laws::is_a_policy(Model::fresh());
}

TEST_CASE_TEMPLATE(
    "no rate rises or is lowered below the floor, and ratios are kept above the floor", Model,
    OF_RATES) {
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

TEST_CASE_TEMPLATE("rates in single precision obey the laws, too", Model, Tenth, Third, ByPyTorch,
                   ByDlib, Given) {
  auto action = Model::fresh();
  SinglePrecision optimizer;
  for (std::int64_t index = 2; index <= 12; ++index) {
    const float before = optimizer.rate;
    action(optimizer, Stage{.index = index});
    CHECK(optimizer.rate <= before);
    CHECK(static_cast<double>(optimizer.rate) >= Model::floor * (1.0 - 1e-7));
  }
}

TEST_CASE_TEMPLATE("no batch shrinks or exceeds the limit", Model, OF_BATCHES, RatesAndBatch) {
  constexpr std::int64_t largest = GrowBatchSize::unlimited;
  for (const std::int64_t first :
       {std::int64_t{1}, std::int64_t{2}, std::int64_t{3}, std::int64_t{64}, std::int64_t{999},
        std::int64_t{1000}, std::int64_t{1001}, largest / 2, largest - 1, largest}) {
    auto action = Model::fresh();
    test::StepSizeOptimizer optimizer(0.1, static_cast<std::size_t>(first));
    std::int64_t before = first;
    for (std::int64_t index = 2; index <= 24; ++index) {
      action(optimizer, Stage{.index = index});
      const auto after = static_cast<std::int64_t>(optimizer.BatchSize());
      CAPTURE(first);
      CAPTURE(index);
      CAPTURE(before);
      CAPTURE(after);
      CHECK(after >= before);
      CHECK((after <= Model::limit || after == before));
      before = after;
    }
  }
}

TEST_CASE_TEMPLATE("an action on the rates does not change the batch size", Model, OF_RATES) {
  auto action = Model::fresh();
  test::StepSizeOptimizer optimizer(0.1, 7);
  for (std::int64_t index = 2; index <= 12; ++index) action(optimizer, Stage{.index = index});
  CHECK(optimizer.BatchSize() == 7);
}

TEST_CASE_TEMPLATE("an action on the batch size does not change the rate", Model, OF_BATCHES) {
  auto action = Model::fresh();
  test::StepSizeOptimizer optimizer(0.1, 7);
  for (std::int64_t index = 2; index <= 12; ++index) action(optimizer, Stage{.index = index});
  CHECK(optimizer.StepSize() == 0.1);
}
