// A drop criterion depends on the stage alone: asking it is const.
// expect: bool significant(const Stage&) const noexcept
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
#define CONST
#else
#define CONST const
#endif

struct Drop {
  bool significant(const autodecay::Stage&) CONST noexcept { return true; }
  void reset() noexcept {}
  bool operator==(const Drop&) const = default;
  static void archive(auto&, auto&) {}
};

using namespace autodecay;
Scheduler scheduler{LatestValue{}, RelativeRange{}, Drop{}, ScaleLearningRate{}};
