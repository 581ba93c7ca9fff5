// The optimizer comes first.
// expect: the optimizer comes first: step(optimizer, loss)
#include <autodecay/all.hpp>

autodecay::Decision step(autodecay::AutoDecay& scheduler, autodecay::LearningRate& rate) {
  const double loss = 1.0;
#ifdef MUST_FAIL
  return scheduler.step(loss, rate);
#else
  return scheduler.step(rate, loss);
#endif
}
