#pragma once

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/runtime/registry.hpp>

namespace autodecay::runtime {

namespace detail {
/// AutoDecay::planned as a pipeline.
struct PlannedAutoDecay : AutoDecay {
  using Options = AutoDecay::Plan;
  PlannedAutoDecay() : PlannedAutoDecay(Options{}) {}
  explicit PlannedAutoDecay(Options plan) : AutoDecay(AutoDecay::planned(plan)) {}
};
}  // namespace detail

/// The registry of all policies and presets of the library. A new policy needs one row here.
[[nodiscard]] inline Registry standard_registry() {
  // clang-format off
  Registry registry;
  registry
      .add<AutoDecay>({"auto", "AutoDecay", "the paper's scheduler"})
      .add<detail::PlannedAutoDecay>({"planned", "AutoDecay::planned", "the paper's scheduler for stages of a planned length"})
      .add<StepDecay>({"step", "StepDecay", "a decay at fixed intervals"})
      .add<ReduceOnPlateau>({"plateau", "ReduceOnPlateau", "a decay after a number of observations without an improvement"})
      .add<compat::PyTorchScheduler>({"pytorch", "compat::PyTorchScheduler", "ReduceLROnPlateau of PyTorch, LibTorch, timm and fairseq"})
      .add<compat::KerasScheduler>({"keras", "compat::KerasScheduler", "ReduceLROnPlateau of Keras"})
      .add<compat::OptaxScheduler>({"optax", "compat::OptaxScheduler", "reduce_on_plateau of optax"})
      .add<compat::DlibScheduler>({"dlib", "compat::DlibScheduler", "the schedule of dlib's dnn_trainer"})

      .add<ExponentialMovingAverage>({"ema", "ExponentialMovingAverage", "exponentially weighted mean with bias correction (the paper's)"})
      .add<SimpleMovingAverage>({"mean", "SimpleMovingAverage", "mean of the latest losses"})
      .add<LatestValue>({"latest", "LatestValue", "no smoothing"})

      .add<RelativeRange>({"range", "RelativeRange", "the spread of the latest levels is below a tolerance (the paper's)"})
      .add<NoImprovement>({"patience", "NoImprovement", "consecutive levels do not improve on the best level of the stage", "latest", "unlimited"})
      .add<RemainingImprovement>({"remaining_improvement", "RemainingImprovement", "the remaining improvement is small compared with the improvement so far", "latest"})
      .add<MarginalImprovement>({"marginal_improvement", "MarginalImprovement", "the improvement over a planned length is not worth its price", "latest"})
      .add<ImprovementTest>({"improvement_test", "ImprovementTest", "a test rules out a further improvement above a tolerance", "latest"})
      .add<EveryInterval>({"every", "EveryInterval", "a fixed number of observations has passed", "latest", "unlimited"})
      .add_list<AnyCriterion>({"at", "AtMilestones", "the given observations of the run; never if there are none", "latest", "unlimited"}, &AtMilestones::milestones)
      .add<MinStageLength>({"min_length", "MinStageLength", "the stage has a minimum number of observations"})
      .add<compat::PyTorchPlateau>({"pytorch_plateau", "compat::PyTorchPlateau", "the criterion of PyTorch's ReduceLROnPlateau", "latest", "unlimited"})
      .add<compat::KerasPlateau>({"keras_plateau", "compat::KerasPlateau", "the criterion of Keras' ReduceLROnPlateau", "latest", "unlimited"})
      .add<compat::OptaxPlateau>({"optax_plateau", "compat::OptaxPlateau", "the criterion of optax's reduce_on_plateau", "latest", "unlimited"})
      .add<compat::DlibPlateau>({"dlib_plateau", "compat::DlibPlateau", "the criterion of dlib's dnn_trainer", "latest", "unlimited"})
      .add_combination<Several<AnyCriterion, true>, AnyCriterion>({"all", "AllOf", "all of the criteria hold"})
      .add_combination<Several<AnyCriterion, false>, AnyCriterion>({"any", "AnyOf", "at least one of the criteria holds"})

      .add<RelativeDrop>({"drop", "RelativeDrop", "the stage ended at or below a share of its reference (the paper's)"})
      .add<StageLimit>({"stages", "StageLimit", "a number of stages"})
      .add<Unlimited>({"unlimited", "Unlimited", "every stage earns another one"})
      .add_combination<Several<AnyDrop, true>, AnyDrop>({"all", "AllOf", "all of the criteria hold"})
      .add_combination<Several<AnyDrop, false>, AnyDrop>({"any", "AnyOf", "at least one of the criteria holds"})

      .add<ScaleLearningRate>({"scale", "ScaleLearningRate", "multiplies every learning rate by a factor"})
      .add_list<AnyAction>({"rates", "LearningRateSequence", "a learning rate for each stage"}, &LearningRateSequence::rates)
      .add<GrowBatchSize>({"grow", "GrowBatchSize", "multiplies the batch size by a factor"})
      .add<WarmUp>({"warm_up", "WarmUp", "raises the rates before stage 1"})
      .add<Tail>({"tail", "Tail", "lowers the rates towards zero before the training stops"})
      .add<compat::PyTorchDecay>({"pytorch_decay", "compat::PyTorchDecay", "the decay of PyTorch's ReduceLROnPlateau"})
      .add<compat::DlibDecay>({"dlib_decay", "compat::DlibDecay", "the decay of dlib's dnn_trainer"})
      .add_combination<ActionSequence, AnyAction>({"sequence", "Sequence", "several actions in order"});
  // clang-format on
  return registry;
}

}  // namespace autodecay::runtime
