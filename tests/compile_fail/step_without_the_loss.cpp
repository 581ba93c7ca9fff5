// Only a schedule that counts can do without the loss.
// expect: CountsOnly counts_only RelativeRange
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
using Schedule = autodecay::AutoDecay<>;
#else
using Schedule = autodecay::StepDecay<>;
#endif

autodecay::Decision step(Schedule& schedule, double& rate) { return schedule.step(rate); }
