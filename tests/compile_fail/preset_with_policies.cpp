// A preset's name means its policies; others are a Scheduler's.
// expect: write Scheduler{average, stability, drop, action}
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
AutoDecay scheduler{LatestValue{}, RelativeRange{}, RelativeDrop{}, ScaleLearningRate{}};
#else
Scheduler scheduler{LatestValue{}, RelativeRange{}, RelativeDrop{}, ScaleLearningRate{}};
#endif
