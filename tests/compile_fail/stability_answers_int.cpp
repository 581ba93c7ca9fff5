// A stability criterion answers bool; a count would convert to true.
// expect: bool update(double level) noexcept
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
using Answer = int;
#else
using Answer = bool;
#endif

struct Stability {
  Answer update(double) noexcept { return false; }
  void reset() noexcept {}
  bool operator==(const Stability&) const = default;
  static void archive(auto&, auto&) {}
};

using namespace autodecay;
Scheduler scheduler{LatestValue{}, Stability{}, RelativeDrop{}, ScaleLearningRate{}};
