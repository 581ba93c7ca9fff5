// Nothing at all is no policy: it would always hold, never hold, or do nothing.
// expect: AllOf needs at least one policy
#include <autodecay/all.hpp>

using namespace autodecay;

#ifdef MUST_FAIL
AllOf policy{};
#else
AllOf policy{EveryInterval{1}};
#endif
