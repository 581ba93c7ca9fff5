#include "poisoned.hpp"

int main() {
  autodecay::AutoDecay scheduler;
  for (int observation = 0; observation < 10; ++observation) (void)scheduler.observe(1.0);
  return autodecay::save(scheduler) == saved_by_the_first_unit() ? 0 : 1;
}
