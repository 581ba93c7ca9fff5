// Who ignores a decision has forgotten it, or says so.
// expect: unused
#include <autodecay/all.hpp>

void observe(autodecay::AutoDecay& scheduler) {
#ifdef MUST_FAIL
  scheduler.observe(1.0);
#else
  (void)scheduler.observe(1.0);
#endif
}
