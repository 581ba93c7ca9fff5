// The compiler shows how the scheduler takes its options.
// expect: no matching
// expect: KerasScheduler
// expect quote: // compat::KerasScheduler({.patience = 10})
#include <autodecay/compat.hpp>

#ifdef MUST_FAIL
autodecay::compat::KerasScheduler scheduler({.window = 5});
#else
autodecay::compat::KerasScheduler scheduler({.patience = 5});
#endif
