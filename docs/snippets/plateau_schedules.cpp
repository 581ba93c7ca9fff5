// The plateau schedules of other frameworks: see docs/guides/moving-from-pytorch-keras-dlib.md.

#include <cmath>
#include <iostream>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>

namespace {

/// Prints the first decay on a loss that settles slowly.
void run(const char* name, auto& scheduler) {
  autodecay::LearningRate rate{0.1};
  for (int observation = 1; observation <= 100'000; ++observation) {
    const double loss = 1.0 + std::exp(-0.05 * observation);
    if (scheduler.step(rate, loss) == autodecay::Decision::hold) continue;
    std::cout << name << ": " << scheduler.evidence() << "; rate " << rate.value << '\n';
    return;
  }
}

}  // namespace

int main() {
  // [schedulers]
  using namespace autodecay;
  compat::PyTorchScheduler pytorch({.patience = 10, .factor = 0.5, .floor = 1e-6});
  compat::KerasScheduler keras({.patience = 10, .absolute_margin = 1e-4});
  compat::OptaxScheduler optax({.patience = 10, .interval = 100});
  compat::DlibScheduler dlib({.window = 2000});
  // [schedulers]
  // [mixed]
  Scheduler mixed{LatestValue{}, compat::PyTorchPlateau{{.patience = 10}}, RelativeDrop{},
                  ScaleLearningRate{}};
  // [mixed]
  run("pytorch", pytorch);
  run("keras", keras);
  run("optax", optax);
  run("dlib", dlib);
  run("mixed", mixed);
}
