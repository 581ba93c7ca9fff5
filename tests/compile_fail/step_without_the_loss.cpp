// Only a schedule that counts can do without the loss.
// expect: these criteria look at the loss: step(optimizer, loss)
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
using Schedule = autodecay::AutoDecay;
#else
using Schedule = autodecay::StepDecay;
#endif

autodecay::Decision step(Schedule& schedule, autodecay::LearningRate& rate) {
  return schedule.step(rate);
}
