#pragma once

#include <concepts>

#include <autodecay/measurement.hpp>
#include <autodecay/stage.hpp>

/// The vocabulary of the library, in the order of its flow:
///
///   loss -> MovingAverage -> StabilityCriterion -> DropCriterion -> Decision -> DecayAction
///
/// The only unit of time is the observation: one finite loss given to a scheduler. The caller
/// chooses whether an observation is one iteration, a hundred iterations or an epoch.
namespace autodecay {

// clang-format off

namespace detail {
template <typename T>
concept NothingOrBool = std::same_as<T, void> || std::same_as<T, bool>;
}  // namespace detail

/// Policy: a value that decides or acts. It has no virtual functions and allocates nothing after
/// construction.
///
/// | expression      | meaning                                                                   |
/// |-----------------|---------------------------------------------------------------------------|
/// | copy, move      | copies are independent                                                    |
/// | `p == q`        | same options and same state, hence the same future answers                |
///
/// Optional, where the default is not enough:
///
/// | expression        | meaning                                          | default               |
/// |-------------------|--------------------------------------------------|-----------------------|
/// | `p.reset()`       | restores the state after construction; noexcept  | a copy of that state  |
/// | `p.begin_stage()` | a new stage begins; noexcept                     | see Resettable        |
/// | `p.measure()`     | the Measurement behind the latest answer         | nothing is measured   |
/// | `archive(p, ar)`  | static; names each field, see archive.hpp        | it cannot be saved    |
template <typename P>
concept Policy = std::copyable<P> && std::equality_comparable<P>;

/// MovingAverage: turns noisy losses into a level ĝ(t).
///
/// | expression       | returns | requires     | laws                                             |
/// |------------------|---------|--------------|--------------------------------------------------|
/// | `a.update(loss)` | double  | finite loss  | a constant series has that constant as its level |
/// |                  |         |              | from t = 1; the level lies within the range of   |
/// |                  |         |              | the losses; level(c·x) = c·level(x); the effect  |
/// |                  |         |              | of a spike vanishes (all up to rounding)         |
///
/// Models: LatestValue, SimpleMovingAverage, ExponentialMovingAverage, AccumulatorAverage.
template <typename A>
concept MovingAverage = Policy<A> && requires(A a, double loss) {
  { a.update(loss) } noexcept -> std::same_as<double>;
};

/// StabilityCriterion: is the level on a plateau now?
///
/// | expression        | returns | requires     | laws                                            |
/// |-------------------|---------|--------------|-------------------------------------------------|
/// | `s.update(level)` | bool    | level not NaN| a constant is stable once the window is full,   |
/// |                   |         |              | not before; a level that improves faster than   |
/// |                   |         |              | the tolerance is not stable; on negative levels |
/// |                   |         |              | a worsening is never an improvement             |
///
/// Models: RelativeRange, NoImprovement, MarginalImprovement, RemainingImprovement,
/// ImprovementTest, Linger, EveryInterval, AtMilestones, MinStageLength, AllOf, AnyOf, and the
/// rules of other frameworks in compat/.
template <typename S>
concept StabilityCriterion = Policy<S> && requires(S s, double level) {
  { s.update(level) } noexcept -> std::same_as<bool>;
};

/// DropCriterion: does the stage that has just become stable earn another stage?
///
/// | expression             | returns | laws                                                     |
/// |------------------------|---------|----------------------------------------------------------|
/// | `d.significant(stage)` | bool    | const; depends only on the stage                         |
///
/// Models: RelativeDrop, StageLimit, Unlimited, AllOf, AnyOf.
template <typename D>
concept DropCriterion = Policy<D> && requires(const D d, const Stage& stage) {
  { d.significant(stage) } noexcept -> std::same_as<bool>;
};

/// DecayAction for an optimizer O: what a decay does.
///
/// | expression            | laws                                                               |
/// |-----------------------|--------------------------------------------------------------------|
/// | `a(optimizer, stage)` | `stage` is the stage that begins; every rate r becomes an r' with  |
/// |                       | floor <= r' <= r, and the ratios between groups are kept unless a  |
/// |                       | rate reaches the floor; every batch size n becomes an n' >= n with |
/// |                       | n' <= limit, or does not change. It returns nothing, or a bool     |
/// |                       | that says whether it changed anything. If it returns false, no     |
/// |                       | further decay can change anything either, and the training ends    |
///
/// Models: ScaleLearningRate, LearningRateSequence, GrowBatchSize, WarmUp, Tail, Sequence.
template <typename A, typename O>
concept DecayAction = Policy<A> && requires(A a, O& optimizer, const Stage& stage) {
  { a(optimizer, stage) } -> detail::NothingOrBool;
};

/// LeadingAction: an action that also changes the rates from observation to observation, before
/// stage 1 or at the end of the training. While it leads, no criterion is asked.
///
/// | expression            | returns | laws                                                     |
/// |-----------------------|---------|----------------------------------------------------------|
/// | `a.leads()`           | bool    | const; whether it leads the next observation             |
/// | `a.advance()`         |         | called once for each finite loss, before it is judged    |
/// | `a.end_training()`    | bool    | called when the training would stop. If true, it leads   |
/// |                       |         | from now on, and the training stops when it has led      |
/// | `a.follow(optimizer)` |         | sets the rates for the next observation: called after    |
/// |                       |         | each observation of `step`. If they are set, it changes  |
/// |                       |         | nothing                                                  |
///
/// The concept does not check `follow`, because the optimizer's type is not known here. An action
/// that leads from the beginning delays stage 1, which begins when it has led.
///
/// Models: WarmUp, Tail, and a Sequence with one of them.
template <typename A>
concept LeadingAction = Policy<A> && requires(A a, const A b) {
  { b.leads() } noexcept -> std::same_as<bool>;
  { a.advance() } noexcept;
  { a.end_training() } noexcept -> std::same_as<bool>;
};

/// A policy that may be a DecayAction while the optimizer type is not known yet: any policy that is
/// neither an average nor a criterion.
template <typename A>
concept PossibleAction =
    Policy<A> && !MovingAverage<A> && !StabilityCriterion<A> && !DropCriterion<A>;

/// A criterion that depends only on counts, so that its schedule needs no loss. Such a policy
/// declares `static constexpr bool counts_only = true`.
template <typename P>
concept CountsOnly = P::counts_only;

// clang-format on

}  // namespace autodecay
