#include <iostream>

import autodecay;

// A loss that drops by half and stays constant. No header of the library is included.
int main() {
  autodecay::LearningRate rate{0.1};
  autodecay::runtime::AnyScheduler scheduler = autodecay::runtime::parse("auto(window=7)");
  for (int observation = 0; observation < 200; ++observation)
    if (scheduler.step(rate, observation < 3 ? 1.0 : 0.5) == autodecay::Decision::decay) {
      std::cout << scheduler.evidence() << '\n';
      return rate.value < 0.1 ? 0 : 1;
    }
  return 1;
}
