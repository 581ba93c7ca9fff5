#pragma once

#include <concepts>

#include <autodecay/measurement.hpp>
#include <autodecay/stage.hpp>

/// The vocabulary of the library, in the order of its flow:
///
///   loss -> MovingAverage -> StabilityCriterion -> DropCriterion -> Decision -> DecayAction
///
/// The one unit of time is the observation: one finite loss given to a scheduler. Whether that is
/// an iteration, a hundred of them or an epoch is the caller's choice.
namespace autodecay {

// clang-format off

/// Policy: a value that decides or acts; nothing virtual, no heap after construction.
///
/// | expression      | meaning                                                                   |
/// |-----------------|---------------------------------------------------------------------------|
/// | copy, move      | copies evolve apart                                                       |
/// | `p == q`        | same options, same state: the same future                                 |
///
/// Optional, where the default does not do:
///
/// | expression        | meaning                                           | default               |
/// |-------------------|---------------------------------------------------|-----------------------|
/// | `p.reset()`       | back to the state after construction; noexcept    | a copy of that state  |
/// | `p.begin_stage()` | a new stage begins; noexcept                      | see Resettable        |
/// | `p.measure()`     | the Measurement behind the latest answer          | nothing is measured   |
/// | `archive(p, ar)`  | static; names each field, see archive.hpp         | it cannot be saved    |
template <typename P>
concept Policy = std::copyable<P> && std::equality_comparable<P>;

/// MovingAverage: turns noisy losses into a level ĝ(t).
///
/// | expression       | returns | requires     | laws                                             |
/// |------------------|---------|--------------|--------------------------------------------------|
/// | `a.update(loss)` | double  | finite loss  | constant in, constant out from t = 1; the level  |
/// |                  |         |              | lies within the range seen; level(c·x) =         |
/// |                  |         |              | c·level(x); a spike is forgotten (each to        |
/// |                  |         |              | rounding)                                        |
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
/// |                   |         |              | never before; a fall faster than the tolerance  |
/// |                   |         |              | never is; on negative levels a worsening is     |
/// |                   |         |              | never an improvement                            |
///
/// Models: RelativeRange, NoImprovement, RemainingImprovement, ImprovementTest, EveryInterval,
/// AtMilestones, MinStageLength, AllOf, AnyOf, and the rules of other frameworks in compat/.
template <typename S>
concept StabilityCriterion = Policy<S> && requires(S s, double level) {
  { s.update(level) } noexcept -> std::same_as<bool>;
};

/// DropCriterion: did the stage that has just become stable earn another one?
///
/// | expression             | returns | laws                                                     |
/// |------------------------|---------|----------------------------------------------------------|
/// | `d.significant(stage)` | bool    | const; depends on the stage alone                        |
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
/// | `a(optimizer, stage)` | `stage` is the one that begins; every rate r becomes an r' with    |
/// |                       | floor <= r' <= r, and the ratios between groups stay unless        |
/// |                       | floored; every batch size n becomes an n' >= n with n' <= limit,   |
/// |                       | or stays as it is. An answer of type bool says whether anything    |
/// |                       | changed; where nothing did, no further decay can, and step() stops |
///
/// Models: ScaleLearningRate, LearningRateSequence, GrowBatchSize, Sequence.
template <typename A, typename O>
concept DecayAction = Policy<A> && requires(A a, O& optimizer, const Stage& stage) {
  a(optimizer, stage);
};

/// A policy that can stand in the place of a DecayAction, of which it is not known yet on which
/// optimizer it will act: one that is neither an average nor a criterion.
template <typename A>
concept PossibleAction =
    Policy<A> && !MovingAverage<A> && !StabilityCriterion<A> && !DropCriterion<A>;

/// A criterion that looks at counts alone, so that a schedule of it needs no loss. Such a policy
/// says `static constexpr bool counts_only = true`.
template <typename P>
concept CountsOnly = P::counts_only;

// clang-format on

}  // namespace autodecay
