// Values without names could be any options.
// expect: no matching
// expect: RelativeRange
// expect quote: // RelativeRange{{.window = 10}}
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
autodecay::RelativeRange criterion{10, 0.1};
#else
autodecay::RelativeRange criterion{{.window = 10, .tolerance = 0.1}};
#endif
