// Observing must not throw, so that a criterion's update must say that it does not.
// expect: bool update(double level) noexcept
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
#define NOEXCEPT
#else
#define NOEXCEPT noexcept
#endif

struct Stability {
  bool update(double) NOEXCEPT { return false; }
  bool operator==(const Stability&) const = default;
};

using namespace autodecay;
Scheduler scheduler{LatestValue{}, Stability{}, RelativeDrop{}, ScaleLearningRate{}};
