#include "support/message.hpp"
#include "support/optimizers.hpp"

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <type_traits>

#include <doctest/doctest.h>

#include <autodecay/action/grow_batch_size.hpp>
#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/action/sequence.hpp>
#include <autodecay/presets.hpp>
#include <autodecay/stability/every_interval.hpp>

using autodecay::GrowBatchSize;
using autodecay::ScaleLearningRate;
using autodecay::Stage;

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

/// The batch size after a decay of `size`.
std::int64_t grown(GrowBatchSize::Options options, std::int64_t size) {
  GrowBatchSize{options}(size, Stage{.index = 2});
  return size;
}

/// A training with variables for its rate and its batch size, as with LibTorch.
struct Training {
  double rate = 0.5;
  int batch = 96;
};

}  // namespace

template <>
struct autodecay::OptimizerTraits<Training> {
  static void transform_learning_rates(Training& training, auto&& transform) {
    training.rate = transform(training.rate);
  }
};
template <>
struct autodecay::BatchSizeTraits<Training> {
  static void transform_batch_size(Training& training, auto&& transform) {
    BatchSizeTraits<int>::transform_batch_size(training.batch, transform);
  }
};

TEST_CASE("each decay multiplies the batch size by the factor") {
  const GrowBatchSize action{{.factor = 4.0}};
  int size = 32;
  action(size, Stage{.index = 2});
  CHECK(size == 128);
  action(size, Stage{.index = 3});
  CHECK(size == 512);
  CHECK(grown({}, 32) == 320);
  CHECK(grown({.factor = 2.5}, 32) == 80);
}

TEST_CASE("the product is rounded to the nearest integer, halves up") {
  CHECK(grown({.factor = 1.5}, 1) == 2);
  CHECK(grown({.factor = 1.5}, 3) == 5);
  CHECK(grown({.factor = 1.25}, 5) == 6);
  CHECK(grown({.factor = 1.25}, 7) == 9);
  CHECK(grown({.factor = 1.1}, 100) == 110);
}

TEST_CASE("a factor near 1 does not change small batches") {
  CHECK(grown({.factor = 1.2}, 2) == 2);
  CHECK(grown({.factor = 1.2}, 3) == 4);
  CHECK(grown({.factor = 1.0}, 3) == 3);
}

TEST_CASE("no batch grows above the limit or shrinks to it") {
  const GrowBatchSize::Options options{.factor = 4.0, .limit = 200};
  CHECK(grown(options, 49) == 196);
  CHECK(grown(options, 50) == 200);
  CHECK(grown(options, 51) == 200);
  CHECK(grown(options, 200) == 200);
  CHECK(grown(options, 201) == 201);
  CHECK(grown({.factor = 10.0, .limit = 1}, 8) == 8);
}

TEST_CASE("a size of 0 or less does not change") {
  CHECK(grown({}, 0) == 0);
  CHECK(grown({}, -1) == -1);
  CHECK(grown({.factor = 1e300}, -largest) == -largest);
}

TEST_CASE("a product above every std::int64_t becomes the limit") {
  CHECK(grown({.factor = 2.0}, largest / 2) == largest);
  CHECK(grown({.factor = 2.0}, largest / 2 + 1) == largest);
  CHECK(grown({.factor = 2.0}, largest) == largest);
  CHECK(grown({.factor = std::numeric_limits<double>::max()}, largest) == largest);
  CHECK(grown({.factor = std::numeric_limits<double>::max()}, 1) == largest);
  CHECK(grown({.factor = 2.0, .limit = largest - 1}, largest - 2) == largest - 1);
  // 2 · 2^61 is exact.
  CHECK(grown({.factor = 2.0}, largest / 4 + 1) == largest / 2 + 1);
  // 2^53 + 1 is not a double and is rounded down.
  CHECK(grown({.factor = 1.0}, (std::int64_t{1} << 53) + 1) == (std::int64_t{1} << 53) + 1);
}

TEST_CASE("a narrow integer saturates at its largest value") {
  short size = 20'000;
  CHECK(GrowBatchSize{}(size, Stage{.index = 2}));
  CHECK(size == std::numeric_limits<short>::max());
  CHECK_FALSE(GrowBatchSize{}(size, Stage{.index = 3}));  // nothing left to change
}

TEST_CASE(
    "combined with a rate action, the noise decreases by both factors, then by the rate's alone") {
  autodecay::Scheduler scheduler{autodecay::LatestValue{}, autodecay::EveryInterval{1},
                                 autodecay::Unlimited{},
                                 autodecay::Sequence{GrowBatchSize{{.factor = 4.0, .limit = 1000}},
                                                     ScaleLearningRate{{.factor = 0.5}}}};
  Training training;
  CHECK(scheduler.step(training) == autodecay::Decision::decay);
  CHECK(training.batch == 384);
  CHECK(training.rate == 0.25);
  CHECK(scheduler.step(training) == autodecay::Decision::decay);
  CHECK(training.batch == 1000);
  CHECK(training.rate == 0.125);
  CHECK(scheduler.step(training) == autodecay::Decision::decay);
  CHECK(training.batch == 1000);
  CHECK(training.rate == 0.0625);
}

TEST_CASE("GrowBatchSize's options") {
  CHECK(GrowBatchSize().options() == GrowBatchSize::Options{10.0, GrowBatchSize::unlimited});
  CHECK(GrowBatchSize::unlimited == largest);
  CHECK_FALSE(GrowBatchSize{{.limit = 8}} == GrowBatchSize{{.limit = 9}});
  const auto message = [](GrowBatchSize::Options options) {
    return test::message<std::invalid_argument>([options] { GrowBatchSize action(options); });
  };
  using Limits = std::numeric_limits<double>;
  CHECK(message({.factor = 0.5}) == "GrowBatchSize: factor must be at least 1 and finite, got 0.5");
  CHECK(message({.factor = Limits::infinity()}) ==
        "GrowBatchSize: factor must be at least 1 and finite, got inf");
  CHECK(message({.factor = Limits::quiet_NaN()}) ==
        "GrowBatchSize: factor must be at least 1 and finite, got nan");
  CHECK(message({.limit = 0}) == "GrowBatchSize: limit must be at least 1 example, got 0");
  CHECK(message({.limit = -8}) == "GrowBatchSize: limit must be at least 1 example, got -8");
  CHECK(message({.factor = 1.0, .limit = 1}) == "");
}

static_assert(std::is_trivially_copyable_v<GrowBatchSize> && sizeof(GrowBatchSize) == 16);
static_assert(autodecay::DecayAction<GrowBatchSize, Training>);
static_assert(!autodecay::DecayAction<GrowBatchSize, test::GroupedOptimizer>);
