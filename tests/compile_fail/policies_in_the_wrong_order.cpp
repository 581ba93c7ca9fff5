// The policies come in the order of the flow.
// expect: StabilityCriterion RelativeDrop
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
Scheduler<LatestValue, RelativeDrop, RelativeRange, ScaleLearningRate>* scheduler;
#else
Scheduler<LatestValue, RelativeRange, RelativeDrop, ScaleLearningRate>* scheduler;
#endif
