// Two numbers are easily exchanged: step(loss, rate) would lower the loss. A rate has a type.
// expect: a bare number is no optimizer: LearningRate rate{0.1}; step(rate, loss)
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
using Rate = double;
#else
using Rate = autodecay::LearningRate;
#endif

autodecay::Decision step(autodecay::StepDecay& scheduler, Rate& rate) {
  return scheduler.step(rate, 1.0);
}
