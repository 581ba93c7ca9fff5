#include <iostream>

// [import]
import autodecay;
// [import]

// The program of autodecay.cpp without a header of the library: it also prints the evidence and reads
// the same scheduler from a text.
int main() {
  autodecay::AutoDecay scheduler;
  autodecay::LearningRate rate{0.1};
  const autodecay::runtime::AnyScheduler parsed = autodecay::runtime::parse("auto");
  for (int observation = 0; observation < 200; ++observation)
    if (scheduler.step(rate, observation < 3 ? 1.0 : 0.5) == autodecay::Decision::decay) {
      std::cout << scheduler.evidence() << '\n';
      return rate.value < 0.1 && !autodecay::runtime::to_text(parsed).empty() ? 0 : 1;
    }
  return 1;
}
