// The scheduler's own options come after four policies.
// expect: a policy is missing: Scheduler{average, stability, drop, action}
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
Scheduler scheduler{LatestValue{}, RelativeRange{}, RelativeDrop{}, {.nonfinite_limit = 3}};
#else
Scheduler scheduler{
    LatestValue{}, RelativeRange{}, RelativeDrop{}, ScaleLearningRate{}, {.nonfinite_limit = 3}};
#endif
