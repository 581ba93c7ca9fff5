// Nothing at all is no policy: it would always hold, never hold, or do nothing.
// expect: AllOf, AnyOf and Sequence need at least one policy
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
AnyOf policy{};
#else
AnyOf policy{EveryInterval{1}};
#endif
