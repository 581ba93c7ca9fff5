// step() wants an optimizer whose learning rates can be reached.
// expect: the action cannot reach this optimizer: specialise OptimizerTraits
#include <autodecay/all.hpp>

struct Unknown {
  double rate = 0.1;
};

#ifndef MUST_FAIL
template <>
struct autodecay::OptimizerTraits<Unknown> {
  static void transform_learning_rates(Unknown& unknown, auto&& transform) {
    unknown.rate = transform(unknown.rate);
  }
};
#endif

autodecay::Decision step(autodecay::AutoDecay& scheduler, Unknown& unknown) {
  return scheduler.step(unknown, 1.0);
}
