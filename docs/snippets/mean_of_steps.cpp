// Losses per step, observed as means of a hundred: see docs/guides/choosing-a-criterion.md.

#include <cmath>
#include <iostream>

#include <autodecay/all.hpp>

namespace {

/// Settles at 1 plus ten times the rate, and jumps by 20 % from step to step.
double train_one_step(double rate, int step) {
  static double loss = 4.0;
  loss += 0.002 * (1.0 + 10.0 * rate - loss);
  return loss * (step % 2 == 0 ? 0.9 : 1.1);
}

}  // namespace

int main() {
  autodecay::LearningRate rate{0.1};
  // [loop]
  autodecay::AutoDecay scheduler({.beta = 0.0, .window = 20, .tolerance = 0.1});
  autodecay::statistics::BlockMean mean(100);

  for (int step = 1; step <= 40'000; ++step) {
    const double loss = train_one_step(rate.value, step);
    if (!mean.update(loss)) continue;  // until a hundred losses are there
    const autodecay::Decision decision = scheduler.step(rate, mean.mean());
    if (decision == autodecay::Decision::hold) continue;
    std::cout << "step " << step << ": " << scheduler.evidence() << '\n';
    if (decision == autodecay::Decision::stop) break;
  }
  // [loop]
}
