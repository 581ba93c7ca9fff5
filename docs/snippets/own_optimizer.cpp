// Optimizers and batch sizes of one's own: see docs/guides/your-optimizer.md.

#include <iostream>
#include <vector>

#include <autodecay/all.hpp>

// [traits]
struct Mine {  // an optimizer with a rate for each layer
  std::vector<float> rates;
};

template <>
struct autodecay::OptimizerTraits<Mine> {
  static void transform_learning_rates(Mine& mine, auto&& transform) {
    for (float& rate : mine.rates) rate = static_cast<float>(transform(rate));
  }
};
// [traits]

int main() {
  using namespace autodecay;
  // [use]
  Mine optimizer{{0.5F, 0.25F}};
  StepDecay scheduler({.interval = 2, .stages = 3});
  for (int epoch = 1; epoch <= 2; ++epoch) std::cout << scheduler.step(optimizer) << ' ';
  std::cout << optimizer.rates[0] << ' ' << optimizer.rates[1] << '\n';
  // [use]
  // [batch]
  int batch_size = 128;
  Scheduler growing{LatestValue{}, EveryInterval{2}, Unlimited{},
                    GrowBatchSize{{.factor = 5, .limit = 1000}}};
  for (int epoch = 1; epoch <= 6; ++epoch)
    std::cout << growing.step(batch_size) << ' ' << batch_size << (epoch < 6 ? ", " : "\n");
  // [batch]
}
