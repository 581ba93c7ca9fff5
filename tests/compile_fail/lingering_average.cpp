// An average in a criterion's place: its level would convert to an answer.
// expect: Linger{criterion} needs a StabilityCriterion
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
Linger policy{ExponentialMovingAverage{}};
#else
Linger policy{RelativeRange{}};
#endif
