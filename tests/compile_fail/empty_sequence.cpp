// Nothing at all is no policy: it would always hold, never hold, or do nothing.
// expect: Sequence needs at least one policy
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
Sequence policy{};
#else
Sequence policy{ScaleLearningRate{}};
#endif
