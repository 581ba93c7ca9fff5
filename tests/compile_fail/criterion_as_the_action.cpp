// A criterion in the place of the action would decay without ever lowering a rate.
// expect: the fourth policy is no DecayAction
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
using Action = MinStageLength;
Action action{3};
#else
using Action = ScaleLearningRate;
Action action;
#endif

Scheduler scheduler{LatestValue{}, EveryInterval{1}, Unlimited{}, action};
