#include "support/losses.hpp"

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <new>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>

namespace {
std::size_t allocations = 0;
}  // namespace

// Counts every allocation of this program.
// Not inlined, because GCC would report a mismatched free() in the caller.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

using namespace autodecay;

namespace {

/// The number of allocations of `scheduler` over several stages, non-finite losses and resets.
template <typename S>
std::size_t allocations_of(S scheduler) {
  const std::vector<double> losses = test::noisy_descent(2000);
  LearningRate rate{1.0};
  const std::size_t before = allocations;
  for (int round = 0; round < 2; ++round) {
    for (const double loss : losses) {
      (void)scheduler.step(rate, loss);
      (void)scheduler.evidence();
    }
    scheduler.begin_stage();
    (void)scheduler.observe(std::numeric_limits<double>::quiet_NaN());
    scheduler.reset();
  }
  return allocations - before;
}

}  // namespace

TEST_CASE("allocations are counted") {
  const std::size_t before = allocations;
  // An explicit call, because a compiler may elide the allocations of new-expressions and
  // containers.
  ::operator delete(::operator new(100));
  CHECK(allocations == before + 1);
}

TEST_CASE("nothing is allocated after construction") {
  CHECK(allocations_of(AutoDecay{}) == 0);
  CHECK(allocations_of(AutoDecay({.window = 300, .tolerance = 0.5})) == 0);
  CHECK(allocations_of(Scheduler{SimpleMovingAverage{7}, RelativeRange{}, RelativeDrop{},
                                 LearningRateSequence{0.1, 0.01}}) == 0);
  CHECK(allocations_of(Scheduler{LatestValue{}, AtMilestones{30, 60, 80}, Unlimited{},
                                 ScaleLearningRate{}}) == 0);
  CHECK(allocations_of(StepDecay({.interval = 7})) == 0);
  CHECK(allocations_of(ReduceOnPlateau({.patience = 2})) == 0);
  CHECK(allocations_of(Scheduler{LatestValue{}, AnyOf{RelativeRange{}, EveryInterval{50}},
                                 AllOf{RelativeDrop{}, StageLimit{3}},
                                 Sequence{ScaleLearningRate{}, ScaleLearningRate{}}}) == 0);
}
