#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <type_traits>

#include <autodecay/action/scale_learning_rate.hpp>
#include <autodecay/average/exponential_moving_average.hpp>
#include <autodecay/average/latest_value.hpp>
#include <autodecay/combination/all_of.hpp>
#include <autodecay/drop/relative_drop.hpp>
#include <autodecay/drop/stage_limit.hpp>
#include <autodecay/drop/unlimited.hpp>
#include <autodecay/scheduler.hpp>
#include <autodecay/stability/every_interval.hpp>
#include <autodecay/stability/no_improvement.hpp>
#include <autodecay/stability/relative_range.hpp>

/// Three named combinations of policies. Each takes its options by name:
///
///   AutoDecay scheduler({.window = 10, .factor = 0.2});
///
/// SchedulerOptions can follow as a second argument. For any other combination, construct a
/// Scheduler from four policies.
namespace autodecay {

namespace detail {
/// An argument that the constructor of `Preset` does not accept.
template <typename T, typename Preset>
concept NotForPreset = !std::derived_from<std::remove_cvref_t<T>, Preset> &&
                       !std::same_as<std::remove_cvref_t<T>, typename Preset::Options>;

template <typename>
inline constexpr bool options_have_names = false;

/// Names the mistake in the compiler's message. A call that fits no constructor, such as one with a
/// misspelt option, meets a deleted constructor with this name instead of a list of them all.
struct NoSuchOption;
}  // namespace detail

/// The paper's AutoDecay (section 4). It lowers the learning rates when the smoothed loss is
/// stable, and stops after a stage without a significant drop.
///
/// The paper gives a default only for β, namely 0.9. The other defaults are ours. We differ from the
/// paper in three points: the drop of a stage is measured from the end of the previous stage instead
/// of the stage's own first level, because one loss per epoch is often recorded after most of the
/// drop; there is a limit on the stages; and stage 1 is judged only after begin(). The paper's rule,
/// except in stage 1, is
///
///   AutoDecay({.reference = DropReference::first_level, .stages = StageLimit::unlimited})
///
/// The windows suit one loss per epoch. With the loss of every batch, use planned() or a window of
/// at least some hundred observations: a shorter one finds stages stable within their noise.
class AutoDecay : public Scheduler<ExponentialMovingAverage, RelativeRange,
                                   AllOf<StageLimit, RelativeDrop>, ScaleLearningRate> {
 public:
  /// The options of its policies, under the paper's names.
  struct Options {
    double beta = ExponentialMovingAverage::Options{}.beta;  ///< β of ExponentialMovingAverage
    std::int64_t window = RelativeRange::Options{}.window;   ///< W of RelativeRange, observations
    double tolerance = RelativeRange::Options{}.tolerance;   ///< η of RelativeRange
    double ratio = RelativeDrop::Options{}.ratio;            ///< ζ of RelativeDrop
    double epsilon = RelativeDrop::Options{}.epsilon;        ///< ε of both
    double factor = ScaleLearningRate::Options{}.factor;     ///< of ScaleLearningRate
    double floor = ScaleLearningRate::Options{}.floor;  ///< of ScaleLearningRate, learning rate
    DropReference reference = RelativeDrop::Options{}.reference;  ///< of RelativeDrop
    std::int64_t stages = 4;                                      ///< of StageLimit

    static void describe(auto& options, auto&& option) {
      describe_as_in<ExponentialMovingAverage>("beta", options.beta, option);
      describe_as_in<RelativeRange>("window", options.window, option);
      describe_as_in<RelativeRange>("tolerance", options.tolerance, option);
      describe_as_in<RelativeDrop>("ratio", options.ratio, option);
      describe_as_in<RelativeDrop>("epsilon", options.epsilon, option);
      describe_as_in<ScaleLearningRate>("factor", options.factor, option);
      describe_as_in<ScaleLearningRate>("floor", options.floor, option);
      describe_as_in<RelativeDrop>("reference", options.reference, option);
      describe_as_in<StageLimit>("stages", options.stages, option);
    }
  };

  /// Options in units of the length n that a stage would have, such as the interval of StepDecay.
  struct Plan {
    std::int64_t length = 30;                      ///< n, observations
    double half_life = 0.02;                       ///< of ExponentialMovingAverage, relative to n
    double window = 0.15;                          ///< of RelativeRange, relative to n
    double tolerance = 0.047;                      ///< of RelativeRange
    double ratio = RelativeDrop::Options{}.ratio;  ///< of RelativeDrop
    double factor = ScaleLearningRate::Options{}.factor;  ///< of ScaleLearningRate
    double floor = ScaleLearningRate::Options{}.floor;    ///< of ScaleLearningRate
    std::int64_t stages = 4;                              ///< of StageLimit

    static void describe(auto& options, auto&& option) {
      option("length", options.length, from_to(1, 0x1p24), "observations",
             "planned length of a stage");
      option("half_life", options.half_life, finite_from(0), "share of the length",
             "half-life of the average; 0 = no smoothing");
      option("window", options.window, from_to(0, 1), "share of the length",
             "latest levels that are compared; at least 2");
      describe_as_in<RelativeRange>("tolerance", options.tolerance, option);
      describe_as_in<RelativeDrop>("ratio", options.ratio, option);
      describe_as_in<ScaleLearningRate>("factor", options.factor, option);
      describe_as_in<ScaleLearningRate>("floor", options.floor, option);
      describe_as_in<StageLimit>("stages", options.stages, option);
    }
  };

  /// The paper's rule for a planned length of the stages. With an exact plan it saves more on
  /// average, at the same regret, than any fixed window that bench/detection tries, on the recorded
  /// stages that its defaults were chosen on and on those of other repositories. On the latter alone,
  /// and with a wrong plan, the lead is not certain. The plan is no limit: a stage ends when it is
  /// stable. Throws std::invalid_argument for an option out of range.
  [[nodiscard]] static AutoDecay planned(Plan plan, SchedulerOptions scheduler = {}) {
    const auto length = static_cast<double>(checked("AutoDecay::planned", plan).length);
    return AutoDecay(
        {.beta = plan.half_life > 0.0
                     ? ExponentialMovingAverage::from_half_life(plan.half_life * length).beta()
                     : 0.0,
         .window = (std::max)(std::int64_t{2},
                              static_cast<std::int64_t>(std::round(plan.window * length))),
         .tolerance = plan.tolerance,
         .ratio = plan.ratio,
         .factor = plan.factor,
         .floor = plan.floor,
         .stages = plan.stages},
        scheduler);
  }

  AutoDecay() : AutoDecay(Options{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit AutoDecay(Options options, SchedulerOptions scheduler = {})
      : Scheduler(ExponentialMovingAverage(options.beta),
                  RelativeRange({options.window, options.tolerance, options.epsilon}),
                  AllOf{StageLimit(options.stages),
                        RelativeDrop({options.ratio, options.epsilon, options.reference})},
                  ScaleLearningRate({options.factor, options.floor}), scheduler) {}

  template <detail::NotForPreset<AutoDecay> T, typename... Rest>
  explicit AutoDecay(const T&, const Rest&...) : AutoDecay(Options{}) {
    static_assert(detail::options_have_names<T>,
                  "AutoDecay takes options by name: AutoDecay({.window = 5}). For other policies "
                  "write Scheduler{average, stability, drop, action}.");
  }

  template <typename = detail::NoSuchOption>
  explicit AutoDecay(...) = delete;  // AutoDecay({.window = 5})
};

/// The schedule that the paper compares AutoDecay with (section 1): a decay after every fixed
/// number of observations. It needs no loss:
///
///   StepDecay scheduler({.interval = 30, .stages = 3});  // decays after 30 and 60; stops after 90
///   scheduler.step(optimizer);
///
/// `step(optimizer, loss)` also works. It then reports the loss in stage() and evidence(), and does
/// not count a non-finite loss. For a decay at irregular intervals, use a Scheduler with
/// AtMilestones:
///
///   Scheduler scheduler{LatestValue{}, AtMilestones{30, 60, 80}, Unlimited{},
///                       ScaleLearningRate{}};
class StepDecay : public Scheduler<LatestValue, EveryInterval, StageLimit, ScaleLearningRate> {
 public:
  struct Options {
    std::int64_t interval = 30;                           ///< of EveryInterval, observations
    double factor = ScaleLearningRate::Options{}.factor;  ///< of ScaleLearningRate
    double floor = ScaleLearningRate::Options{}.floor;    ///< of ScaleLearningRate, learning rate
    /// of StageLimit: the training stops at the end of this stage; by default, never
    std::int64_t stages = StageLimit::unlimited;

    static void describe(auto& options, auto&& option) {
      describe_as_in<EveryInterval>("interval", options.interval, option);
      describe_as_in<ScaleLearningRate>("factor", options.factor, option);
      describe_as_in<ScaleLearningRate>("floor", options.floor, option);
      describe_as_in<StageLimit>("stages", options.stages, option);
    }
  };

  StepDecay() : StepDecay(Options{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit StepDecay(Options options, SchedulerOptions scheduler = {})
      : Scheduler(LatestValue(), EveryInterval(options.interval), StageLimit(options.stages),
                  ScaleLearningRate({options.factor, options.floor}), scheduler) {}

  template <detail::NotForPreset<StepDecay> T, typename... Rest>
  explicit StepDecay(const T&, const Rest&...) : StepDecay(Options{}) {
    static_assert(
        detail::options_have_names<T>,
        "StepDecay takes options by name: StepDecay({.interval = 30}). For other policies "
        "write Scheduler{average, stability, drop, action}.");
  }

  template <typename = detail::NoSuchOption>
  explicit StepDecay(...) = delete;  // StepDecay({.interval = 30})
};

/// The rule of most frameworks: a decay when the best loss of the stage has not improved for
/// `patience` observations. NoImprovement documents the differences from PyTorch's rule. compat/
/// contains the frameworks' own rules.
class ReduceOnPlateau : public Scheduler<LatestValue, NoImprovement, Unlimited, ScaleLearningRate> {
 public:
  struct Options {
    std::int64_t patience = NoImprovement::Options{}.patience;  ///< of NoImprovement, observations
    double relative_margin = NoImprovement::Options{}.relative_margin;  ///< of NoImprovement
    double absolute_margin = NoImprovement::Options{}.absolute_margin;  ///< of NoImprovement
    double factor = ScaleLearningRate::Options{}.factor;                ///< of ScaleLearningRate
    double floor = ScaleLearningRate::Options{}.floor;  ///< of ScaleLearningRate, learning rate

    static void describe(auto& options, auto&& option) {
      describe_as_in<NoImprovement>("patience", options.patience, option);
      describe_as_in<NoImprovement>("relative_margin", options.relative_margin, option);
      describe_as_in<NoImprovement>("absolute_margin", options.absolute_margin, option);
      describe_as_in<ScaleLearningRate>("factor", options.factor, option);
      describe_as_in<ScaleLearningRate>("floor", options.floor, option);
    }
  };

  ReduceOnPlateau() : ReduceOnPlateau(Options{}) {}

  /// Throws std::invalid_argument for an option out of the range of its policy.
  explicit ReduceOnPlateau(Options options, SchedulerOptions scheduler = {})
      : Scheduler(
            LatestValue(),
            NoImprovement({options.patience, options.relative_margin, options.absolute_margin}),
            Unlimited(), ScaleLearningRate({options.factor, options.floor}), scheduler) {}

  template <detail::NotForPreset<ReduceOnPlateau> T, typename... Rest>
  explicit ReduceOnPlateau(const T&, const Rest&...) : ReduceOnPlateau(Options{}) {
    static_assert(detail::options_have_names<T>,
                  "ReduceOnPlateau takes options by name: ReduceOnPlateau({.patience = 10}). For "
                  "other policies write Scheduler{average, stability, drop, action}.");
  }

  template <typename = detail::NoSuchOption>
  explicit ReduceOnPlateau(...) = delete;  // ReduceOnPlateau({.patience = 10})
};

}  // namespace autodecay
