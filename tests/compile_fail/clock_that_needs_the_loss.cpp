// StepDecay takes a criterion that looks at counts alone in its place.
// expect: StepDecay CountsOnly
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
autodecay::StepDecay<autodecay::RelativeRange>* schedule;
#else
autodecay::StepDecay<autodecay::AtMilestones>* schedule;
#endif
