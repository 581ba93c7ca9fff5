// The options are one argument; a designator in the policy's own braces names a member of it.
// expect GNU: designated initializers cannot be used with a non-aggregate type ‘autodecay::RelativeRange’
// expect Clang: RelativeRange{{.window = 10}}
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
autodecay::RelativeRange criterion{.window = 5};
#else
autodecay::RelativeRange criterion{{.window = 5}};
#endif
