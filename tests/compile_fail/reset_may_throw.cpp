// A reset() that may throw would never be called.
// expect: a policy's reset() needs noexcept
#include <autodecay/all.hpp>

using namespace autodecay;

struct Counting {
  int count = 0;
  bool update(double) noexcept { return ++count == 3; }
#ifdef MUST_FAIL
  void reset() { count = 0; }
#else
  void reset() noexcept { count = 0; }
#endif
  bool operator==(const Counting&) const = default;
};

Scheduler scheduler{LatestValue{}, Counting{}, Unlimited{}, ScaleLearningRate{}};
