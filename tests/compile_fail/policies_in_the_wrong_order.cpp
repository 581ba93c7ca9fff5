// The policies come in the order of the flow.
// expect: the second policy is no StabilityCriterion
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
Scheduler scheduler{LatestValue{}, RelativeDrop{}, RelativeRange{}, ScaleLearningRate{}};
#else
Scheduler scheduler{LatestValue{}, RelativeRange{}, RelativeDrop{}, ScaleLearningRate{}};
#endif
