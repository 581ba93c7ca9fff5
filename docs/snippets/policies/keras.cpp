// keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2, min_delta=0.01, cooldown=2)

#include <iostream>

#include <autodecay/compat.hpp>

int main() {
  using namespace autodecay;
  compat::KerasScheduler scheduler(
      {.patience = 2, .absolute_margin = 0.01, .cooldown = 2, .factor = 0.5});
  LearningRate rate{0.1};
  for (const double loss : {3.0, 2.0, 2.0, 1.995, 2.0, 2.0, 2.0, 1.0}) {
    const Decision decision = scheduler.step(rate, loss);
    std::cout << "loss " << loss << ": rate " << rate.value;
    if (decision != Decision::hold) std::cout << ", " << scheduler.evidence();
    std::cout << '\n';
  }
}
