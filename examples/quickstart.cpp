// Minimises a quadratic with noisy gradients by hand-written SGD. AutoDecay detects when the noise
// prevents further improvement, lowers the rate, and stops when that no longer helps.

#include <cstdint>
#include <iostream>
#include <vector>

#include <autodecay/all.hpp>

namespace {

/// Uniform in [-1, 1), the same in every run.
double noise() {
  static std::uint64_t state = 1;
  state = state * 6364136223846793005U + 1442695040888963407U;
  return static_cast<double>(state >> 11) * 0x1p-52 - 1.0;
}

/// Takes ten steps towards the minimum at 0, and returns their mean loss.
double train_one_epoch(std::vector<double>& weights, double rate) {
  double loss = 0.0;
  for (int step = 0; step < 10; ++step) {
    for (double& weight : weights) {
      loss += 0.5 * weight * weight / 10000.0;
      weight -= rate * (weight + noise());
    }
  }
  return loss;
}

}  // namespace

int main() {
  // [loop]
  std::vector<double> weights(1000, 2.0);
  autodecay::LearningRate rate{0.1};
  autodecay::AutoDecay scheduler;

  for (int epoch = 1; epoch <= 1000; ++epoch) {
    const double loss = train_one_epoch(weights, rate.value);
    const autodecay::Decision decision = scheduler.step(rate, loss);  // lowers the rate itself
    if (decision == autodecay::Decision::hold) continue;
    std::cout << scheduler.evidence() << "; rate " << rate.value << '\n';
    if (decision == autodecay::Decision::stop) break;
  }
  // [loop]
}
