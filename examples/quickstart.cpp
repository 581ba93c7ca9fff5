// Minimises a quadratic with noisy gradients by hand-written SGD. AutoDecay detects when the noise
// prevents further improvement, lowers the rate, and stops when that no longer helps.

#include <cstdint>
#include <iostream>
#include <vector>

#include <autodecay/all.hpp>

int main() {
  std::uint64_t state = 1;
  const auto noise = [&state] {  // uniform in [-1, 1), the same in every run
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(state >> 11) * 0x1p-52 - 1.0;
  };

  std::vector<double> weights(1000, 2.0);  // the minimum is at 0
  autodecay::LearningRate rate{0.1};
  autodecay::AutoDecay scheduler;

  for (int observation = 1; observation <= 1000; ++observation) {
    double loss = 0.0;  // the mean of ten steps
    for (int step = 0; step < 10; ++step) {
      for (double& weight : weights) {
        loss += 0.5 * weight * weight / 10000.0;
        weight -= rate.value * (weight + noise());
      }
    }

    const autodecay::Decision decision = scheduler.step(rate, loss);
    if (decision == autodecay::Decision::hold) continue;
    std::cout << scheduler.evidence() << "; rate " << rate.value << '\n';
    if (decision == autodecay::Decision::stop) break;
  }
}
