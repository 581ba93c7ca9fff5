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

/// The possible beginnings of a schedule's text.
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
    "stages=…,factor=…,floor=…,grow=… too (stages: the run ends after that many; grow: the factor "
    "by which a decay multiplies the batch size instead of lowering the rate); counted in epochs";

/// What a decay changes: the optimizer's learning rates and the batch size, which the library's
/// traits find.
struct DecayTarget {
  torch::optim::Optimizer& optimizer;
  std::int64_t& images;  ///< per batch

  [[nodiscard]] std::vector<torch::optim::OptimizerParamGroup>& param_groups() const;
  [[nodiscard]] std::int64_t batch_size() const { return images; }
  void set_batch_size(std::int64_t size) const { images = size; }
};

/// A scheduler chosen by a text. One observation is the loss of one epoch.
///
///   auto[:beta=…,window=…,tolerance=…,DROP]
///   remaining_improvement[:share=…,tolerance=…,DROP]
///   improvement_test[:tolerance=…,lookahead=…,significance=…,DROP]
///   step:30                   a decay every 30 epochs
///   at:50,100                 decays after these epochs
///   plateau[:patience=…,relative_margin=…,absolute_margin=…]
///   pytorch[:patience=…,relative_margin=…,absolute_margin=…,cooldown=…]
///   dlib[:window=…,probability=…,discard=…]
///   never
///
/// where DROP is ratio=…,epsilon=…,reference=first_level|previous_level: the first three end the
/// run if a stage's drop is too small to earn another stage. Options can also be given by position,
/// in this order.
///
/// All but `never` also accept stages=…, the number of stages after which the run ends; factor=…
/// and floor=…; and grow=…, the factor by which a decay multiplies the batch size. With grow the
/// rate stays unless a factor is given as well, and floor=… requires that factor. Options that are
/// left out have the library's defaults, except dlib's window, 20. Three consecutive non-finite
/// losses stop any schedule.
class Schedule {
 public:
  /// The action of a decay.
  using Action = autodecay::Sequence<autodecay::ScaleLearningRate, autodecay::GrowBatchSize>;

  /// The drop criterion that ends the run under auto and the improvement tests.
  using Drop = autodecay::AllOf<autodecay::StageLimit, autodecay::RelativeDrop>;

  /// Throws std::invalid_argument that quotes the text and says what is wrong with it.
  explicit Schedule(std::string_view text);

  /// The name of the text's schedule in tables: "AutoDecay", "StepDecay", "constant rate", … Throws
  /// std::invalid_argument for a text of no kind.
  [[nodiscard]] static std::string_view method_of(std::string_view text);

  /// Observes an epoch's loss, and acts on the target if the decision is decay.
  autodecay::Decision step(DecayTarget target, double loss);

  /// The current stage; after a decay the new one.
  [[nodiscard]] const autodecay::Stage& stage() const;

  /// The evidence for the latest decision.
  [[nodiscard]] autodecay::Evidence evidence() const;

  /// The exact state as text.
  [[nodiscard]] std::string save() const;

  /// Restores a saved state. Throws autodecay::ArchiveError for a text that is not the state of a
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
