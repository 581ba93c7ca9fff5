// optax.contrib.reduce_on_plateau(factor=0.5, patience=2, accumulation_size=3)

#include <iostream>

#include <autodecay/compat.hpp>

int main() {
  using namespace autodecay;
  compat::OptaxScheduler scheduler({.patience = 2, .interval = 3, .factor = 0.5});
  LearningRate scale{1.0};  // optax' scale, which multiplies the updates
  for (const double loss : {3.0, 2.5, 2.0, 2.0, 1.5, 1.0, 1.4, 1.6, 1.5, 1.5, 1.5, 1.5}) {
    const Decision decision = scheduler.step(scale, loss);
    std::cout << "loss " << loss << ": scale " << scale.value;
    if (decision != Decision::hold) std::cout << ", " << scheduler.evidence();
    std::cout << '\n';
  }
}
