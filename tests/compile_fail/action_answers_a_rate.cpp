// An action's new rate would convert to the answer that it changed something.
// expect: the action returns neither nothing nor a bool
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
using Answer = double;
#else
using Answer = bool;
#endif

struct Halve {
  Answer operator()(autodecay::LearningRate& rate, const autodecay::Stage&) {
    rate.value /= 2;
    return static_cast<Answer>(rate.value);
  }
  bool operator==(const Halve&) const = default;
};

using namespace autodecay;

autodecay::Decision step(LearningRate& rate) {
  Scheduler scheduler{LatestValue{}, RelativeRange{}, RelativeDrop{}, Halve{}};
  return scheduler.step(rate, 1.0);
}
