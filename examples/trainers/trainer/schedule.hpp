#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <autodecay/all.hpp>
#include <autodecay/compat/dlib_plateau.hpp>
#include <autodecay/compat/pytorch_plateau.hpp>

namespace torch::optim {
class Optimizer;
class OptimizerParamGroup;
}  // namespace torch::optim

namespace trainer {

/// What a text that Schedule takes begins with.
inline constexpr const char* schedule_kinds =
    "auto, remaining_improvement, improvement_test, step:N, at:N,N,…, plateau, pytorch, dlib or "
    "never";

/// The texts that Schedule takes, for a command line's help.
inline constexpr const char* schedule_help =
    "auto[:beta=…,window=…,tolerance=…], remaining_improvement[:share=…,tolerance=…] or "
    "improvement_test[:tolerance=…,lookahead=…,significance=…], each with "
    "ratio=…,epsilon=…,reference=first_level|previous_level; step:N, at:N,N,…, "
    "plateau[:patience=…,relative_margin=…,absolute_margin=…], "
    "pytorch[:patience=…,relative_margin=…,absolute_margin=…,cooldown=…], "
    "dlib[:window=…,probability=…,discard=…] or never; all but never take "
    "stages=…,factor=…,floor=…,grow=… too (stages: the run ends with that one; grow: by how much a "
    "decay multiplies the batch size instead of lowering the rate); counted in epochs";

/// What a decay changes: the optimizer's learning rates and the batch size, as the library finds
/// both.
struct DecayTarget {
  torch::optim::Optimizer& optimizer;
  std::int64_t& images;  ///< of a batch

  [[nodiscard]] std::vector<torch::optim::OptimizerParamGroup>& param_groups() const;
  [[nodiscard]] std::int64_t batch_size() const { return images; }
  void set_batch_size(std::int64_t size) const { images = size; }
};

/// The scheduler that a text on the command line names; one observation is one epoch's loss.
///
///   auto[:beta=…,window=…,tolerance=…,DROP]
///   remaining_improvement[:share=…,tolerance=…,DROP]
///   improvement_test[:tolerance=…,lookahead=…,significance=…,DROP]
///   step:30                   a decay every 30 epochs
///   at:50,100                 a decay after these epochs
///   plateau[:patience=…,relative_margin=…,absolute_margin=…]
///   pytorch[:patience=…,relative_margin=…,absolute_margin=…,cooldown=…]
///   dlib[:window=…,probability=…,discard=…]
///   never
///
/// where DROP is ratio=…,epsilon=…,reference=first_level|previous_level: the first three decide by
/// the drop of a stage whether it earns another one, and else end the run. These options can be given
/// by their place instead, in this order.
///
/// All but `never` take stages=… too, with which the run ends; factor=… and floor=…; and grow=…, by
/// which a decay multiplies the batch size: with it the rate stays, unless a factor is given as
/// well, and floor=… needs that. What is left out has the library's default, but for the window of
/// dlib, 20. Three losses in a row that are not finite stop each of them.
class Schedule {
 public:
  /// What a decay does.
  using Action = autodecay::Sequence<autodecay::ScaleLearningRate, autodecay::GrowBatchSize>;

  /// By what auto and the falls end the run.
  using Drop = autodecay::AllOf<autodecay::StageLimit, autodecay::RelativeDrop>;

  /// Throws std::invalid_argument that quotes the text, and says what is wrong with it.
  explicit Schedule(std::string_view text);

  /// How tables name what the text stands for: "AutoDecay", "StepDecay", "constant rate", …
  /// Throws std::invalid_argument for a text of no kind.
  [[nodiscard]] static std::string_view method_of(std::string_view text);

  /// Observes an epoch's loss, and acts on the target if the answer is decay.
  autodecay::Decision step(DecayTarget target, double loss);

  /// The present stage; after a decay the new one.
  [[nodiscard]] const autodecay::Stage& stage() const;

  /// What the latest decision rests on.
  [[nodiscard]] autodecay::Evidence evidence() const;

  /// The state as text, exact.
  [[nodiscard]] std::string save() const;

  /// Goes on from a saved state. Throws autodecay::ArchiveError for a text that is not one of a
  /// schedule of this kind.
  void load(std::string_view saved);

 private:
  template <typename Average, typename Criterion>
  using OnDrop = autodecay::Scheduler<Average, Criterion, Drop, Action>;
  template <typename Criterion>
  using OnPlateau =
      autodecay::Scheduler<autodecay::LatestValue, Criterion, autodecay::StageLimit, Action>;
  using Scheduler =
      std::variant<OnDrop<autodecay::ExponentialMovingAverage, autodecay::RelativeRange>,
                   OnDrop<autodecay::LatestValue, autodecay::RemainingImprovement>,
                   OnDrop<autodecay::LatestValue, autodecay::ImprovementTest>,
                   OnPlateau<autodecay::EveryInterval>, OnPlateau<autodecay::AtMilestones>,
                   OnPlateau<autodecay::NoImprovement>,
                   OnPlateau<autodecay::compat::PyTorchPlateau>,
                   OnPlateau<autodecay::compat::DlibPlateau>>;

  struct Kind;
  static const Kind& kind_of(std::string_view text);
  static Scheduler parse(std::string_view text);

  Scheduler scheduler_;
};

}  // namespace trainer
