// GrowBatchSize wants an object whose batch size can be reached.
// expect: the action cannot reach this optimizer
#include <autodecay/all.hpp>

struct Loader {
  int batch = 32;
};

#ifndef MUST_FAIL
template <>
struct autodecay::BatchSizeTraits<Loader> {
  static void transform_batch_size(Loader& loader, auto&& transform) {
    autodecay::BatchSizeTraits<int>::transform_batch_size(loader.batch, transform);
  }
};
#endif

autodecay::Decision grow(Loader& loader) {
  autodecay::Scheduler scheduler{autodecay::LatestValue{}, autodecay::EveryInterval{1},
                                 autodecay::Unlimited{}, autodecay::GrowBatchSize{}};
  return scheduler.step(loader);
}
