// The three presets on one loss, which improves less with each stage.

#include <iostream>
#include <string>

#include <autodecay/all.hpp>

void run(const std::string& name, auto scheduler) {
  using namespace autodecay;
  LearningRate rate{0.1};
  double loss = 4.0;
  std::cout << name << '\n';
  for (int epoch = 1; epoch <= 200; ++epoch) {
    const double bottom = 1.0 + 10.0 * rate.value;  // where this rate's noise holds the loss
    loss = bottom + 0.8 * (loss - bottom);
    const Decision decision = scheduler.step(rate, loss);
    if (decision != Decision::hold) std::cout << "  " << scheduler.evidence() << '\n';
    if (decision == Decision::stop) break;
  }
}

int main() {
  using namespace autodecay;
  run("AutoDecay", AutoDecay({.beta = 0.5}));
  run("AutoDecay::planned", AutoDecay::planned({.length = 30}));
  run("StepDecay", StepDecay({.interval = 30, .stages = 3}));
  run("ReduceOnPlateau", ReduceOnPlateau({.patience = 5, .relative_margin = 0.01, .floor = 0.001}));
}
