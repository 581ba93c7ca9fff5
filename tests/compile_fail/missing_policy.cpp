// A scheduler has four policies; none of them has a default.
// expect: a policy is missing: Scheduler{average, stability, drop, action}
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
Scheduler scheduler{LatestValue{}, RelativeRange{}, ScaleLearningRate{}};
#else
Scheduler scheduler{LatestValue{}, RelativeRange{}, RelativeDrop{}, ScaleLearningRate{}};
#endif
