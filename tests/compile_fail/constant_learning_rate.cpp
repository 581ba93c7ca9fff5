// A rate that cannot be written is no optimizer.
// expect: the optimizer is const
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
using Rate = const autodecay::LearningRate;
#else
using Rate = autodecay::LearningRate;
#endif

autodecay::Decision step(autodecay::AutoDecay& scheduler, Rate& rate) {
  return scheduler.step(rate, 1.0);
}
