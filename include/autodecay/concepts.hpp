#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

/// The vocabulary of the library, in the order of its flow:
///
///   loss -> MovingAverage -> StabilityCriterion -> DropCriterion -> Decision -> DecayAction
///
/// The one unit of time is the observation: one finite loss given to a scheduler. Whether that is
/// an iteration, a hundred of them or an epoch is the caller's choice.
namespace autodecay {

/// What a scheduler answers to an observation.
enum class Decision : std::uint8_t {
  hold,   ///< the stage goes on
  decay,  ///< the stage is over: lower the learning rate, the next stage has begun
  stop    ///< the stage is over and earned no other: end the training
};

/// The name of a decision: "hold", "decay" or "stop".
[[nodiscard]] constexpr std::string_view to_string(Decision decision) noexcept {
  switch (decision) {
    case Decision::decay:
      return "decay";
    case Decision::stop:
      return "stop";
    default:
      return "hold";
  }
}

namespace detail {
/// Whether a count that was saved can be gone on from: not negative, and far from overflow.
[[nodiscard]] constexpr bool is_count(std::int64_t count) noexcept {
  return count >= 0 && count <= std::int64_t{1} << 62;
}
}  // namespace detail

/// The observations between two decays.
struct Stage {
  std::int64_t index = 1;         ///< 1, 2, …
  std::int64_t observations = 0;  ///< t, counted within the stage
  double first_level = 0.0;       ///< ĝ(1), the stage's first level; 0 before any observation
  double level = 0.0;             ///< ĝ(t), the latest level; 0 before any observation
  double previous_level = 0.0;    ///< the level at which the previous stage ended; 0 in stage 1

  bool operator==(const Stage&) const = default;

  void archive(auto& ar) {
    ar.field("index", index);
    ar.field("observations", observations);
    ar.field("first_level", first_level);
    ar.field("level", level);
    ar.field("previous_level", previous_level);
    ar.require(index >= 1 && detail::is_count(index) && detail::is_count(observations),
               "index in [1, 2^62] and observations in [0, 2^62]");
  }
};

/// A number that a criterion decided by, beside its limit: "spread 0.0091 < 0.01".
/// The texts must have static lifetime.
struct Measurement {
  std::string_view label;     ///< before the value: "spread", "loss at"
  double value = 0.0;         ///< the number measured
  std::string_view unit;      ///< after the value: "observations", "of its start"; may be empty
  std::string_view relation;  ///< how value and limit compare: "<", ">="; empty: no measurement
  double limit = 0.0;         ///< the option or the bound that it was compared with
  bool holds = false;         ///< whether the criterion held

  bool operator==(const Measurement&) const = default;
};

namespace detail {
/// Stands for either archive of archive.hpp where a concept asks for `archive`.
struct AnyArchive {
  void type(std::string_view, int) {}
  template <typename T>
  void field(std::string_view, T&) {}
  void require(bool, std::string_view) {}
};
}  // namespace detail

// clang-format off

/// Policy: a value that decides or acts; nothing virtual, no heap after construction.
///
/// | expression      | meaning                                                                   |
/// |-----------------|---------------------------------------------------------------------------|
/// | copy, move      | copies evolve apart                                                       |
/// | `p == q`        | same options, same state: the same future                                 |
/// | `p.reset()`     | back to the state after construction; noexcept                            |
/// | `p.archive(ar)` | names each field to `ar`, for saving and loading alike; see archive.hpp   |
///
/// Optional: `p.begin_stage() noexcept`, called instead of `reset()` where a stage begins, for
/// what must outlive a stage; `p.measure()`, the Measurement behind the policy's latest answer.
template <typename P>
concept Policy = std::copyable<P> && std::equality_comparable<P> &&
    requires(P p, detail::AnyArchive ar) {
      { p.reset() } noexcept;
      p.archive(ar);
    };

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
/// |                       | or stays as it is                                                  |
///
/// Models: ScaleLearningRate, LearningRateSequence, GrowBatchSize, Sequence.
template <typename A, typename O>
concept DecayAction = Policy<A> && requires(A a, O& optimizer, const Stage& stage) {
  a(optimizer, stage);
};

/// The same, said of the optimizer.
template <typename O, typename A>
concept OptimizerOf = DecayAction<A, O>;

/// A criterion that looks at counts alone, so that a schedule of it needs no loss. Such a policy
/// says `static constexpr bool counts_only = true`.
template <typename P>
concept CountsOnly = P::counts_only;

// clang-format on

}  // namespace autodecay
