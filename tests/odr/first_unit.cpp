#include "poisoned.hpp"

std::string saved_by_the_first_unit() {
  autodecay::AutoDecay scheduler;
  for (int observation = 0; observation < 10; ++observation) (void)scheduler.observe(1.0);
  return autodecay::save(scheduler);
}
