// The whole library in use without doctest and without exceptions, for compilers and targets that
// have neither. Without an argument it succeeds if a training decides as it must; with one it gives
// an option out of its range, of which the message is to be printed before the program aborts.
#include <cstdio>
#include <limits>
#include <string>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>

namespace {

/// Trains on a loss that settles with each rate, and returns how many decays there were.
int decays(auto scheduler) {
  autodecay::LearningRate rate{0.1};
  int count = 0;
  for (int observation = 1; observation <= 1000; ++observation) {
    const double loss = rate.value + 1.0 / observation;
    switch (scheduler.step(rate, loss)) {
      case autodecay::Decision::hold:
        break;
      case autodecay::Decision::decay:
        ++count;
        break;
      case autodecay::Decision::stop:
        return count;
    }
  }
  return count;
}

bool resumes() {
  autodecay::AutoDecay scheduler({.beta = 0.5, .window = 3});
  for (int i = 1; i <= 10; ++i) (void)scheduler.observe(1.0 / i);
  (void)scheduler.observe(std::numeric_limits<double>::quiet_NaN());
  autodecay::AutoDecay resumed;
  autodecay::load(autodecay::save(scheduler), resumed);
  return resumed == scheduler && resumed.nonfinite_losses() == 1;
}

}  // namespace

int main(int argc, char** /*argv*/) {
  if (argc > 1) {
    const autodecay::AutoDecay scheduler({.window = 1});
    return scheduler.stage().index == 1 ? 0 : 1;
  }
  const int by_itself = decays(autodecay::AutoDecay({.beta = 0.5, .window = 3}));
  const int by_count = decays(autodecay::StepDecay({.interval = 30, .stages = 3}));
  const int as_pytorch = decays(autodecay::compat::PyTorchScheduler({.patience = 5}));
  std::printf("%d %d %d\n", by_itself, by_count, as_pytorch);
  return by_itself > 0 && by_count == 2 && as_pytorch > 0 && resumes() ? 0 : 1;
}
