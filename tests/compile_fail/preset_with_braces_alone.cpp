// The options are one argument; a designator in the scheduler's own braces names a member of it.
// expect GNU: designated initializers cannot be used with a non-aggregate type
// expect Clang: AutoDecay({.window = 5})
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
autodecay::AutoDecay scheduler{.window = 5};
#else
autodecay::AutoDecay scheduler({.window = 5});
#endif
