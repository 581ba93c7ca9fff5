// StepDecay takes a criterion that looks at counts alone in its place.
// expect: StepDecay CountsOnly
#include <autodecay/autodecay.hpp>

#ifdef MUST_FAIL
autodecay::StepDecay<autodecay::RelativeRange>* schedule;
#else
autodecay::StepDecay<autodecay::AtMilestones>* schedule;
#endif
