// A Sequence takes actions alone, and says so before an optimizer is known.
// expect: Sequence takes actions
#include <autodecay/all.hpp>

using namespace autodecay;

void sequence() {
#ifdef MUST_FAIL
  Sequence sequence{ScaleLearningRate{}, RelativeRange{}};
#else
  Sequence sequence{ScaleLearningRate{}, Tail{}};
#endif
  (void)sequence;
}
