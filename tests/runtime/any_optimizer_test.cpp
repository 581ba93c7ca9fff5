#include "support/message.hpp"

#include <cstdint>
#include <stdexcept>

#include <doctest/doctest.h>

#include <autodecay/runtime/any_optimizer.hpp>

using namespace autodecay;
using autodecay::runtime::AnyOptimizer;

namespace {

struct Both {
  double rate = 1.0;
  std::int64_t size = 32;

  double& StepSize() { return rate; }
  std::int64_t batch_size() const { return size; }
  void set_batch_size(std::int64_t other) { size = other; }
};

}  // namespace

TEST_CASE("an erased optimizer reaches the rates and the batch size of the object") {
  Both object;
  AnyOptimizer any(object);
  OptimizerTraits<AnyOptimizer>::transform_learning_rates(any,
                                                          [](double rate) { return rate / 4; });
  BatchSizeTraits<AnyOptimizer>::transform_batch_size(any, [](std::int64_t n) { return 10 * n; });
  CHECK(object.rate == 0.25);
  CHECK(object.size == 320);
  CHECK(lower_learning_rates(any, [](double) { return 0.125; }));
  CHECK_FALSE(lower_learning_rates(any, [](double) { return 0.5; }));
  CHECK(object.rate == 0.125);
}

TEST_CASE("an erased optimizer says what the object lacks") {
  LearningRate rate{0.5};
  std::int64_t size = 8;
  AnyOptimizer of_rate(rate), of_size(size);
  CHECK(test::message<std::invalid_argument>([&] {
          of_size.transform_learning_rates([](double value) { return value; });
        }) == "the action changes learning rates, and there are none");
  CHECK(test::message<std::invalid_argument>([&] {
          of_rate.transform_batch_size([](std::int64_t n) { return n; });
        }) == "the action changes a batch size, and there is none");
  CHECK(rate.value == 0.5);
  CHECK(size == 8);
}
