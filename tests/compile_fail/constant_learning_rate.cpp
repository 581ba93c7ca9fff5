// A rate that cannot be written is no optimizer.
// expect: OptimizerOf
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
using Rate = const double;
#else
using Rate = double;
#endif

autodecay::Decision step(autodecay::AutoDecay<>& scheduler, Rate& rate) {
  return scheduler.step(rate, 1.0);
}
