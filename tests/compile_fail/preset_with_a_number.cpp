// A number without a name could be any option.
// expect: AutoDecay takes options by name: AutoDecay({.window = 5})
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
autodecay::AutoDecay scheduler(0.9);
#else
autodecay::AutoDecay scheduler({.beta = 0.9});
#endif
