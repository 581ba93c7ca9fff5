// The compiler shows how the policy takes its options.
// expect: no matching
// expect: RelativeRange
// expect quote: // RelativeRange{{.window = 10}}
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
autodecay::RelativeRange criterion({.windows = 5});
#else
autodecay::RelativeRange criterion({.window = 5});
#endif
