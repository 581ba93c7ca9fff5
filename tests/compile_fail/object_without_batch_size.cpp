// GrowBatchSize wants an object whose batch size can be reached.
// expect: GrowBatchSize HasBatchSize
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

void grow(Unknown& unknown) { autodecay::GrowBatchSize{}(unknown, autodecay::Stage{}); }
