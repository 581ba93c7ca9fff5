// Nothing at all is no policy: it would always hold, never hold, or do nothing.
// expect: AnyOf needs at least one policy
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
AnyOf policy{};
#else
AnyOf policy{EveryInterval{1}};
#endif
