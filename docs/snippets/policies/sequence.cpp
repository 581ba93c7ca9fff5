// Larger batches while there is room for them, and lower rates in every case.

#include <cstdint>
#include <iostream>

#include <autodecay/all.hpp>

struct Training {
  double rate = 0.1;
  std::int64_t batch = 32;
};
template <>
struct autodecay::OptimizerTraits<Training> {
  static void transform_learning_rates(Training& training, auto&& transform) {
    training.rate = transform(training.rate);
  }
};
template <>
struct autodecay::BatchSizeTraits<Training> {
  static void transform_batch_size(Training& training, auto&& transform) {
    training.batch = transform(training.batch);
  }
};

int main() {
  using namespace autodecay;
  Scheduler scheduler{
      LatestValue{}, EveryInterval{10}, StageLimit{4},
      Sequence{GrowBatchSize{{.factor = 4, .limit = 128}}, ScaleLearningRate{{.factor = 0.5}}}};
  Training training;
  std::cout << training.batch << " at " << training.rate;
  while (scheduler.step(training) != Decision::stop)
    if (scheduler.begins_stage())
      std::cout << ", then " << training.batch << " at " << training.rate;
  std::cout << "; " << scheduler.evidence() << '\n';
}
