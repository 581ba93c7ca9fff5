#include <iostream>

#include <autodecay.hpp>

// An example to paste into an online compiler: a loss that drops by half and stays constant.
int main() {
  autodecay::LearningRate rate{0.1};
  autodecay::AutoDecay scheduler({.beta = 0.5, .window = 3});
  int decays = 0, observations = 0;
  autodecay::Decision decision = autodecay::Decision::hold;
  while (decision != autodecay::Decision::stop && observations < 1000) {
    const double loss = rate.value + 1.0 / ++observations;
    decision = scheduler.step(rate, loss);
    if (decision == autodecay::Decision::decay) ++decays;
    if (decision != autodecay::Decision::hold) std::cout << scheduler.evidence() << '\n';
  }
  const autodecay::compat::PyTorchPlateau criterion({.patience = 3});
  return decays > 0 && decision == autodecay::Decision::stop && criterion.options().patience == 3
             ? 0
             : 1;
}
