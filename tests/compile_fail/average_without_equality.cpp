// A policy is a value, and compares.
// expect: a policy needs ==
#include <autodecay/all.hpp>

struct Average {
  double update(double loss) noexcept { return loss; }
  void reset() noexcept {}
#ifndef MUST_FAIL
  bool operator==(const Average&) const = default;
#endif
  static void archive(auto&, auto&) {}
};

using namespace autodecay;
Scheduler scheduler{Average{}, RelativeRange{}, RelativeDrop{}, ScaleLearningRate{}};
