#include "support/optimizers.hpp"

#include <initializer_list>
#include <stdexcept>
#include <type_traits>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>

using namespace autodecay;

// A minimal model of each concept, and types that lack a single requirement.
namespace {

struct Least {
  bool operator==(const Least&) const = default;
};
static_assert(Policy<Least>);

struct WithoutEquality {};
static_assert(!Policy<WithoutEquality>);

struct WithoutCopy : Least {
  WithoutCopy() = default;
  WithoutCopy(const WithoutCopy&) = delete;
  WithoutCopy& operator=(const WithoutCopy&) = delete;
  WithoutCopy(WithoutCopy&&) = default;
  WithoutCopy& operator=(WithoutCopy&&) = default;
  bool operator==(const WithoutCopy&) const = default;
};
static_assert(!Policy<WithoutCopy>);

struct HoldsReference : Least {
  explicit HoldsReference(double& to) : rate(to) {}
  double& rate;
  bool operator==(const HoldsReference&) const { return true; }
};
static_assert(!Policy<HoldsReference>);

struct Average : Least {
  double update(double loss) noexcept { return loss; }
  bool operator==(const Average&) const = default;
};
struct Stability : Least {
  bool update(double) noexcept { return true; }
  bool operator==(const Stability&) const = default;
};
struct FloatAverage : Least {
  float update(double) noexcept { return 0; }
  bool operator==(const FloatAverage&) const = default;
};
struct ThrowingAverage : Least {
  double update(double loss) { return loss; }
  bool operator==(const ThrowingAverage&) const = default;
};
static_assert(MovingAverage<Average> && !StabilityCriterion<Average>);
static_assert(StabilityCriterion<Stability> && !MovingAverage<Stability>);
static_assert(!MovingAverage<FloatAverage> && !StabilityCriterion<FloatAverage>);
static_assert(!MovingAverage<ThrowingAverage>);
static_assert(!MovingAverage<Least> && !StabilityCriterion<Least> && !DropCriterion<Least>);

struct Drop : Least {
  [[nodiscard]] bool significant(const Stage&) const noexcept { return true; }
  bool operator==(const Drop&) const = default;
};
struct MutatingDrop : Least {
  bool significant(const Stage&) noexcept { return true; }
  bool operator==(const MutatingDrop&) const = default;
};
struct ThrowingDrop : Least {
  [[nodiscard]] bool significant(const Stage&) const { return true; }
  bool operator==(const ThrowingDrop&) const = default;
};
struct CountingDrop : Least {
  [[nodiscard]] int significant(const Stage&) const noexcept { return 1; }
  bool operator==(const CountingDrop&) const = default;
};
static_assert(DropCriterion<Drop>);
static_assert(!DropCriterion<MutatingDrop> && !DropCriterion<ThrowingDrop>);
static_assert(!DropCriterion<CountingDrop>);

struct Optimizer1 {};
struct Action : Least {
  void operator()(Optimizer1&, const Stage&) {}
  bool operator==(const Action&) const = default;
};
static_assert(DecayAction<Action, Optimizer1> && !DecayAction<Action, double>);
static_assert(!DecayAction<Drop, Optimizer1>);

// Averages and criteria cannot be actions.
static_assert(PossibleAction<Action> && PossibleAction<ScaleLearningRate> &&
              PossibleAction<LearningRateSequence>);
static_assert(!PossibleAction<Average> && !PossibleAction<Stability> && !PossibleAction<Drop> &&
              !PossibleAction<AllOf<EveryInterval>> && !PossibleAction<WithoutEquality>);

// The library's own policies.
static_assert(MovingAverage<LatestValue> && MovingAverage<SimpleMovingAverage> &&
              MovingAverage<ExponentialMovingAverage>);
static_assert(StabilityCriterion<RelativeRange> && StabilityCriterion<NoImprovement> &&
              StabilityCriterion<EveryInterval> && StabilityCriterion<AtMilestones> &&
              StabilityCriterion<MinStageLength>);
static_assert(DropCriterion<RelativeDrop> && DropCriterion<StageLimit> && DropCriterion<Unlimited>);
static_assert(DecayAction<ScaleLearningRate, LearningRate> &&
              DecayAction<LearningRateSequence, LearningRate> &&
              DecayAction<ScaleLearningRate, test::GroupedOptimizer>);
static_assert(!DecayAction<ScaleLearningRate, double> && !DecayAction<ScaleLearningRate, int> &&
              !DecayAction<ScaleLearningRate, Optimizer1>);
static_assert(DecayAction<GrowBatchSize, int> && !DecayAction<GrowBatchSize, double> &&
              !DecayAction<GrowBatchSize, test::GroupedOptimizer>);
static_assert(Policy<AutoDecay> && Policy<StepDecay> && Policy<ReduceOnPlateau>);

static_assert(CountsOnly<EveryInterval> && CountsOnly<AtMilestones> && CountsOnly<MinStageLength> &&
              CountsOnly<StageLimit> && CountsOnly<Unlimited>);
static_assert(!CountsOnly<RelativeRange> && !CountsOnly<NoImprovement> &&
              !CountsOnly<RelativeDrop> && !CountsOnly<Least>);

static_assert(std::is_trivially_copyable_v<Measurement>);

}  // namespace

TEST_CASE("minimal policies make a scheduler") {
  Scheduler scheduler{Average{}, Stability{}, Drop{}, Action{}};
  Optimizer1 optimizer;
  CHECK(scheduler.step(optimizer, 1.0) == Decision::decay);
  CHECK_FALSE(scheduler.evidence().stability.has_value());
  CHECK_FALSE(scheduler.evidence().drop.has_value());
}
