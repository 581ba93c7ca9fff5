#include <autodecay/all.hpp>

// A loss that drops by half and stays constant: the stage ends with a decay of the rate.
int main() {
  autodecay::AutoDecay scheduler;
  autodecay::LearningRate rate{0.1};
  for (int observation = 0; observation < 200; ++observation)
    if (scheduler.step(rate, observation < 3 ? 1.0 : 0.5) == autodecay::Decision::decay)
      return rate.value < 0.1 ? 0 : 1;
  return 1;
}
