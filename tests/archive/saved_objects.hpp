#pragma once

#include <string>
#include <tuple>
#include <utility>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>

/// Every policy of the library in the middle of a stage, with the name of the file that keeps its
/// saved form. A policy that is added gets a row here; a row is never changed after a release.
namespace saved {

/// The losses before the form is saved, and those that are observed after it is loaded.
inline constexpr double before[] = {8.0, 3.0, 2.5, 2.25, 2.3, 2.25, 2.28};
inline constexpr double after[] = {2.26, 2.27, 2.25, 0.5, 0.4, 0.39, 0.395, 0.4,  0.39,
                                   0.4,  0.39, 0.4,  0.1, 0.1, 0.1,  0.1,   0.09, 0.1};

/// What the object answers to six times those after: "hhd…".
template <typename Object>
std::string answers(Object object) {
  std::string text;
  for (int round = 0; round < 6; ++round)
    for (const double loss : after) text += to_string(object.observe(loss))[0];
  return text;
}

template <typename Object>
struct Row {
  std::string name;
  Object object;
};

template <typename Object>
Row<Object> row(std::string name, Object object) {
  for (const double loss : before) (void)object.observe(loss);
  return {std::move(name), std::move(object)};
}

/// A stability criterion on raw losses, in a scheduler that never stops.
template <typename Criterion>
auto stability(std::string name, Criterion criterion) {
  using namespace autodecay;
  return row(std::move(name),
             Scheduler{LatestValue{}, std::move(criterion), Unlimited{}, ScaleLearningRate{}});
}

inline auto rows() {
  using namespace autodecay;
  return std::tuple{
      row("auto_decay",
          AutoDecay({.beta = 0.5, .window = 3, .tolerance = 0.1}, {.nonfinite_limit = 4})),
      row("step_decay", StepDecay({.interval = 4, .stages = 4})),
      row("reduce_on_plateau", ReduceOnPlateau({.patience = 3, .factor = 0.5})),
      row("simple_moving_average",
          Scheduler{SimpleMovingAverage{3}, RelativeRange{{.window = 2, .tolerance = 0.02}},
                    RelativeDrop{{.reference = DropReference::previous_level}},
                    LearningRateSequence{0.1, 0.01}}),
      stability("at_milestones", AtMilestones{3, 9, 12}),
      stability("every_interval", EveryInterval{5}),
      stability("improvement_test", ImprovementTest{{.tolerance = 0.5, .lookahead = 10}}),
      stability("no_improvement", NoImprovement{{.patience = 4, .absolute_margin = 0.01}}),
      stability("relative_range", RelativeRange{{.window = 4, .tolerance = 0.2}}),
      stability("remaining_improvement", RemainingImprovement{{.share = 0.5}}),
      stability("marginal_improvement", MarginalImprovement{{.plan = 50, .trust = 0.5}}),
      stability("linger", Linger{RelativeRange{{.window = 3, .tolerance = 0.5}}, {.share = 0.5}}),
      stability("all_of", AllOf{MinStageLength{6}, RelativeRange{{.window = 2, .tolerance = 0.1}}}),
      stability("any_of", AnyOf{EveryInterval{9}, NoImprovement{{.patience = 2}}}),
      stability("pytorch_plateau", compat::PyTorchPlateau{{.patience = 1, .cooldown = 2}}),
      stability("keras_plateau", compat::KerasPlateau{{.patience = 2, .cooldown = 2}}),
      stability("optax_plateau", compat::OptaxPlateau{{.patience = 2, .interval = 2}}),
      stability("dlib_plateau", compat::DlibPlateau{{.window = 5}}),
      row("pytorch_scheduler", compat::PyTorchScheduler({.patience = 1})),
      row("keras_scheduler", compat::KerasScheduler({.patience = 2, .cooldown = 2})),
      row("optax_scheduler", compat::OptaxScheduler({.patience = 2, .interval = 2})),
      row("dlib_scheduler", compat::DlibScheduler({.window = 5})),
      row("warm_up_and_tail",
          Scheduler{LatestValue{}, EveryInterval{2}, StageLimit{1},
                    Sequence{WarmUp{{.observations = 2, .factor = 10}}, ScaleLearningRate{},
                             Tail{{.share = 1.0, .shape = TailShape::cosine}}}}),
      row("drop_criteria",
          Scheduler{LatestValue{}, EveryInterval{4},
                    AllOf{RelativeDrop{{.ratio = 1.0}}, AnyOf{StageLimit{3}, Unlimited{}}},
                    Sequence{GrowBatchSize{{.factor = 2}}, ScaleLearningRate{}}})};
}

}  // namespace saved
