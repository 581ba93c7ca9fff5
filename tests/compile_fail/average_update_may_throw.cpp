// Observing must not throw, so that an average's update must say that it does not.
// expect: double update(double loss) noexcept
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
#define NOEXCEPT
#else
#define NOEXCEPT noexcept
#endif

struct Average {
  double update(double loss) NOEXCEPT { return loss; }
  void reset() noexcept {}
  bool operator==(const Average&) const = default;
  static void archive(auto&, auto&) {}
};

using namespace autodecay;
Scheduler scheduler{Average{}, RelativeRange{}, RelativeDrop{}, ScaleLearningRate{}};
