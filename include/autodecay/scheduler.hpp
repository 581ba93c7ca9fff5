#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <autodecay/concepts.hpp>
#include <autodecay/evidence.hpp>
#include <autodecay/hooks.hpp>
#include <autodecay/options.hpp>
#include <autodecay/resettable.hpp>

namespace autodecay {

struct SchedulerOptions {
  /// Stop after this many consecutive non-finite losses; 0 = never.
  std::int64_t nonfinite_limit = 0;

  bool operator==(const SchedulerOptions&) const = default;

  static void describe(auto& options, auto&& option) {
    option("nonfinite_limit", options.nonfinite_limit, at_least(0), "observations",
           "the training stops after this many consecutive non-finite losses; 0 = never");
  }
};

namespace detail {
/// Stands for a policy that is missing, so that Scheduler can say so.
struct MissingPolicy {
  bool operator==(const MissingPolicy&) const = default;
};
}  // namespace detail

/// Decides when a training stage is over, and then applies an action (paper, section 4, Figure 6):
///
///   level = average.update(loss)            // ĝ(t)
///   if not stability.update(level): hold
///   if drop.significant(stage):     decay   // the next stage begins, t restarts at 0
///   else:                           stop
///
/// The four policies are values, and so is the scheduler: it is copyable, has == and a saved form
/// (archive.hpp), and holds no reference to an optimizer. `observe` depends only on the scheduler's
/// state and the loss, so that all ranks that observe the same losses make the same decisions.
///
///   Scheduler scheduler{ExponentialMovingAverage{0.9}, RelativeRange{}, RelativeDrop{},
///                       ScaleLearningRate{}};
///   for (...) if (scheduler.step(optimizer, loss) == Decision::stop) break;
///
/// A non-finite loss never reaches the average. It is counted, and the answer is hold, or stop
/// after SchedulerOptions::nonfinite_limit consecutive non-finite losses. After a stop every answer
/// is stop.
///
/// An action may lead some observations, before stage 1 (WarmUp) or at the end of the training
/// (Tail). Each of them is answered with hold, except the last one of the training, which is
/// answered with stop.
///
/// Cost: the costs of the average and of the stability criterion, plus a few predictable branches.
/// No allocation after construction.
template <typename Average, typename Stability, typename Drop, typename Action>
class Scheduler {
  static_assert(!std::same_as<Action, detail::MissingPolicy>,
                "a policy is missing: Scheduler{average, stability, drop, action}");
  static_assert(std::equality_comparable<Average> && std::equality_comparable<Stability> &&
                    std::equality_comparable<Drop> && std::equality_comparable<Action>,
                "a policy needs ==, such as: bool operator==(const P&) const = default;");
  static_assert(
      MovingAverage<Average>,
      "Scheduler{average, stability, drop, action}: the first policy is no MovingAverage. "
      "It needs: double update(double loss) noexcept");
  static_assert(StabilityCriterion<Stability>,
                "Scheduler{average, stability, drop, action}: the second policy is no "
                "StabilityCriterion. It needs: bool update(double level) noexcept");
  static_assert(
      DropCriterion<Drop>,
      "Scheduler{average, stability, drop, action}: the third policy is no DropCriterion. "
      "It needs: bool significant(const Stage&) const noexcept");
  static_assert(PossibleAction<Action>,
                "Scheduler{average, stability, drop, action}: the fourth policy is no DecayAction. "
                "It needs: void operator()(Optimizer&, const Stage&)");

 public:
  /// Throws std::invalid_argument for a negative limit.
  explicit Scheduler(Average average, Stability stability, Drop drop, Action action,
                     SchedulerOptions options = {})
      : average_(std::move(average)),
        stability_(std::move(stability)),
        drop_(std::move(drop)),
        action_(std::move(action)),
        options_(checked("Scheduler", options)) {}

  /// Sets the loss of the untrained model, observed before the first training step. RelativeDrop
  /// compares stage 1 with it: a learning rate so high that the loss settles above the untrained
  /// loss then ends the run in stage 1, without a decay. Without this call, RelativeDrop never
  /// judges stage 1, and its plateau is always answered with a decay. The call has no effect after
  /// the first observation, so that a resumed training may repeat it. A non-finite loss has no
  /// effect either.
  void begin(double untrained_loss) noexcept {
    if (stage_.index == 1 && stage_.observations == 0 && std::isfinite(untrained_loss))
      stage_.previous_level = untrained_loss;
  }

  /// Adds a loss and decides. It touches no optimizer, allocates nothing and does no I/O.
  Decision observe(double loss) noexcept {
    const Decision decision = decide(loss);
    if (decision == Decision::decay) advance_stage();
    return decision;
  }

  /// Counts an observation of a schedule that needs no loss. Its levels are 0.
  Decision observe() noexcept requires CountsOnly<Stability> && CountsOnly<Drop> {
    return observe(0.0);
  }

  /// Observes the loss, and applies the action to the optimizer if the decision is decay. If the
  /// action could change nothing, because every rate is at its floor or the batch size is at its
  /// limit, the answer is stop instead. Exceptions from the optimizer propagate; the decision
  /// stands.
  template <typename O>
  Decision step(O& optimizer, double loss) {
    static_assert(!std::is_const_v<O>,
                  "the optimizer is const: a decay cannot change its learning rate");
    static_assert(!std::is_floating_point_v<O>,
                  "a bare number is no optimizer: LearningRate rate{0.1}; step(rate, loss)");
    static_assert(!std::is_pointer_v<O>, "a pointer is no optimizer: step(*optimizer, loss)");
    static_assert(std::is_const_v<O> || std::is_floating_point_v<O> || std::is_pointer_v<O> ||
                      DecayAction<Action, O>,
                  "the action cannot reach this optimizer: specialise OptimizerTraits for it with "
                  "static void transform_learning_rates(O& optimizer, auto&& transform) (or "
                  "BatchSizeTraits); or the action returns neither nothing nor a bool");
    const Decision decision = act(optimizer, decide(loss));
    if constexpr (LeadingAction<Action>)
      if (autodecay::may_lead(*action_)) action_->follow(optimizer);
    return decision;
  }

  template <typename O>
  Decision step(O& optimizer) {
    static_assert(CountsOnly<Stability> && CountsOnly<Drop>,
                  "these criteria look at the loss: step(optimizer, loss)");
    return step(optimizer, 0.0);
  }

  template <typename O>
  Decision step(double, O&) requires(!std::is_arithmetic_v<O>) {
    static_assert(std::is_void_v<O>, "the optimizer comes first: step(optimizer, loss)");
    return Decision::hold;
  }

  /// The current stage. Right after a decay, this is the new stage, without observations. During a
  /// warm-up, it counts the observations of the warm-up; stage 1 begins with the observation after
  /// them.
  [[nodiscard]] const Stage& stage() const noexcept { return stage_; }

  /// Whether the next finite loss is the first of a stage: at the start, after a decay and after a
  /// warm-up.
  [[nodiscard]] bool begins_stage() const noexcept {
    return stage_.observations == 0 || has_warmed_up();
  }

  /// The stage before the current one, as it ended. In stage 1, a stage without observations.
  [[nodiscard]] const Stage& previous_stage() const noexcept { return previous_stage_; }

  /// The reasons for the answer to the latest finite loss, or for a later stop by non-finite losses.
  /// The stage in it is the stage of that loss: after a decay, the stage that ended. A stage without
  /// observations has no measurements. For an observation that the action led, the measurement is
  /// the action's. The drop is measured if its criterion was asked, that is, if the stage was
  /// stable.
  [[nodiscard]] Evidence evidence() const noexcept {
    const Stage& stage = answer_ == Decision::decay ? previous_stage_ : stage_;
    if (stage.observations == 0)
      return {answer_, stage, {}, {}, consecutive_nonfinite_, exhausted_};
    if (led_) return {answer_, stage, autodecay::measure(*action_), {}, consecutive_nonfinite_};
    Evidence evidence{answer_,
                      stage,
                      autodecay::measure(*stability_),
                      {},
                      consecutive_nonfinite_,
                      exhausted_,
                      ending_ && answer_ == Decision::hold};
    const bool asked = answer_ == Decision::decay || ending_ ||
                       (answer_ == Decision::stop && consecutive_nonfinite_ == 0);
    if (asked) evidence.drop = autodecay::measure(*drop_, stage);
    return evidence;
  }

  /// The number of non-finite losses since construction or reset().
  [[nodiscard]] std::int64_t nonfinite_losses() const noexcept { return nonfinite_losses_; }

  /// Begins the next stage at the caller's request, even after a stop. The optimizer is not
  /// changed. A stage without observations is restarted with the same index, and so is stage 1
  /// during a warm-up, which goes on.
  void begin_stage() noexcept {
    if (stage_.observations == 0 && answer_ != Decision::stop) return;
    consecutive_nonfinite_ = 0;
    if (led_ && !ending_) {
      begin_after_warm_up();
    } else if (stage_.observations > 0) {
      advance_stage();
      reset_for_stage();
    }
    answer_ = Decision::hold;
    led_ = ending_ = false;
  }

  /// Restores the state after construction.
  void reset() noexcept {
    average_.reset();
    stability_.reset();
    drop_.reset();
    action_.reset();
    stage_ = previous_stage_ = Stage{};
    answer_ = Decision::hold;
    nonfinite_losses_ = consecutive_nonfinite_ = 0;
    exhausted_ = led_ = ending_ = false;
  }

  [[nodiscard]] const Average& average() const noexcept { return *average_; }
  [[nodiscard]] const Stability& stability() const noexcept { return *stability_; }
  [[nodiscard]] const Drop& drop() const noexcept { return *drop_; }
  [[nodiscard]] const Action& action() const noexcept { return *action_; }

  bool operator==(const Scheduler&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.type("Scheduler", 1);
    ar.field("options", self.options_);
    ar.field("average", self.average_);
    ar.field("stability", self.stability_);
    ar.field("drop", self.drop_);
    ar.field("action", self.action_);
    ar.field("stage", self.stage_);
    ar.field("previous_stage", self.previous_stage_);
    ar.field("answer", self.answer_);
    ar.field("exhausted", self.exhausted_);
    ar.field("led", self.led_);
    ar.field("ending", self.ending_);
    ar.require(!self.exhausted_ || self.ending_ || self.answer_ == Decision::stop,
               "exhausted only at the end of the training");
    ar.require(autodecay::may_lead(*self.action_) || !(self.led_ || self.ending_),
               "an action that may lead, if it led or leads to the end of the training");
    ar.field("nonfinite_losses", self.nonfinite_losses_, any_count);
    const std::int64_t limit = self.options_.nonfinite_limit;
    const std::int64_t most =
        limit == 0 ? self.nonfinite_losses_ : (std::min)(limit, self.nonfinite_losses_);
    ar.field("consecutive_nonfinite", self.consecutive_nonfinite_,
             from_to(0, static_cast<double>(most)));
  }

 private:
  /// Decides on a loss. After a decay, the caller has to begin the next stage.
  Decision decide(double loss) noexcept {
    if (answer_ == Decision::stop) return Decision::stop;
    if (!std::isfinite(loss)) return count_nonfinite();
    consecutive_nonfinite_ = 0;
    if (answer_ == Decision::decay) reset_for_stage();
    advance_action();

    stage_.level = average_->update(loss);
    if (++stage_.observations == 1) stage_.first_level = stage_.level;
    if (led_) return lead();
    if (!stability_->update(stage_.level)) return Decision::hold;
    return drop_->significant(stage_) ? answer_ = Decision::decay : end_training();
  }

  /// Whether the latest observation was the last one of a warm-up.
  [[nodiscard]] bool has_warmed_up() const noexcept {
    if constexpr (LeadingAction<Action>) return led_ && !ending_ && !action_->leads();
    return false;
  }

  /// Begins an observation for an action that may lead it.
  void advance_action() noexcept {
    if constexpr (LeadingAction<Action>) {
      if (!autodecay::may_lead(*action_)) return;
      if (has_warmed_up()) begin_after_warm_up();
      led_ = action_->leads();
      action_->advance();
    }
  }

  /// The answer to an observation that the action led.
  Decision lead() noexcept {
    if constexpr (LeadingAction<Action>)
      if (ending_ && !action_->leads()) answer_ = Decision::stop;
    return answer_;
  }

  /// Stops, unless the action leads to the end of the training.
  Decision end_training() noexcept {
    if constexpr (LeadingAction<Action>) ending_ = action_->end_training();
    return answer_ = ending_ ? Decision::hold : Decision::stop;
  }

  Decision count_nonfinite() noexcept {
    ++nonfinite_losses_;
    ++consecutive_nonfinite_;
    if (options_.nonfinite_limit == 0 || consecutive_nonfinite_ < options_.nonfinite_limit)
      return Decision::hold;
    if (answer_ == Decision::decay) reset_for_stage();
    return answer_ = Decision::stop;
  }

  void advance_stage() noexcept {
    previous_stage_ = stage_;
    stage_ = Stage{.index = previous_stage_.index + 1, .previous_level = previous_stage_.level};
  }

  /// Begins stage 1 anew. Of the policies, only the average has seen the losses of the warm-up.
  void begin_after_warm_up() noexcept {
    stage_ = Stage{.index = stage_.index, .previous_level = stage_.previous_level};
    average_.begin_stage();
  }

  // Deferred to the first observation of the stage, so that evidence() can still query the
  // policies.
  void reset_for_stage() noexcept {
    average_.begin_stage();
    stability_.begin_stage();
    drop_.begin_stage();
    action_.begin_stage();
    answer_ = Decision::hold;
    exhausted_ = false;
  }

  template <typename O>
  Decision act(O& optimizer, Decision decision) {
    if (decision != Decision::decay) return decision;
    const Stage before = previous_stage_;
    advance_stage();
    if (autodecay::act(*action_, optimizer, stage_)) return decision;
    stage_ = previous_stage_;
    previous_stage_ = before;
    exhausted_ = true;
    return end_training();
  }

  Resettable<Average> average_;
  Resettable<Stability> stability_;
  Resettable<Drop> drop_;
  Resettable<Action> action_;
  SchedulerOptions options_;
  Stage stage_;
  Stage previous_stage_;
  Decision answer_ = Decision::hold;  // to the latest finite loss
  bool exhausted_ = false;            // the training ends because the action could change nothing
  bool led_ = false;                  // the action led the latest observation
  bool ending_ = false;               // the action leads to the end of the training
  std::int64_t nonfinite_losses_ = 0;
  std::int64_t consecutive_nonfinite_ = 0;
};

// Only for the message of Scheduler's first assertion.
template <typename Average, typename Stability>
Scheduler(Average, Stability)
    -> Scheduler<Average, Stability, detail::MissingPolicy, detail::MissingPolicy>;
template <typename Average, typename Stability, typename Drop>
Scheduler(Average, Stability, Drop, SchedulerOptions = {})
    -> Scheduler<Average, Stability, Drop, detail::MissingPolicy>;

}  // namespace autodecay
