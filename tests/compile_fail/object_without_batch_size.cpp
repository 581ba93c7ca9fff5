// GrowBatchSize wants an object whose batch size can be reached.
// expect: the action cannot reach this optimizer
#include <autodecay/all.hpp>

struct Unknown {
  int batch = 32;
};

#ifndef MUST_FAIL
template <>
struct autodecay::BatchSizeTraits<Unknown> {
  static void transform_batch_size(Unknown& unknown, auto&& transform) {
    autodecay::BatchSizeTraits<int>::transform_batch_size(unknown.batch, transform);
  }
};
#endif

using namespace autodecay;

Decision grow(Unknown& unknown) {
  Scheduler scheduler{LatestValue{}, EveryInterval{1}, Unlimited{}, GrowBatchSize{}};
  return scheduler.step(unknown);
}
