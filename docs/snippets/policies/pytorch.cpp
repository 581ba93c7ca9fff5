// torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2, min_lr=0.02)

#include <iostream>

#include <autodecay/compat.hpp>

int main() {
  using namespace autodecay;
  compat::PyTorchScheduler scheduler({.patience = 2, .factor = 0.5, .floor = 0.02});
  LearningRate rate{0.1};
  for (const double loss : {3.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0}) {
    const Decision decision = scheduler.step(rate, loss);
    std::cout << "loss " << loss << ": rate " << rate.value;
    if (decision != Decision::hold) std::cout << ", " << scheduler.evidence();
    std::cout << '\n';
  }
}
