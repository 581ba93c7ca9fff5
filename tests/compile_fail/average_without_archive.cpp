// A policy that cannot be saved is no policy.
// expect: MovingAverage Policy archive
#include <autodecay/all.hpp>

struct Average {
  double update(double loss) noexcept { return loss; }
  void reset() noexcept {}
  bool operator==(const Average&) const = default;
#ifndef MUST_FAIL
  void archive(auto&) {}
#endif
};

autodecay::AutoDecay<Average>* scheduler;
