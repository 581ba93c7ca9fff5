// The compiler names no struct that lacks the option, since several constructors could have been meant.
// expect: NoSuchOption
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
autodecay::AutoDecay scheduler({.windows = 5});
#else
autodecay::AutoDecay scheduler({.window = 5});
#endif
