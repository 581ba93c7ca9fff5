#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <autodecay/runtime/any_scheduler.hpp>

namespace torch::optim {
class Optimizer;
class OptimizerParamGroup;
}  // namespace torch::optim

namespace trainer {

/// The texts that Schedule accepts, for the help of a command line.
inline constexpr const char* schedule_help =
    "when a decay is due, counted in epochs: auto, which is planned(length=N) with a third of "
    "--epochs "
    "for N; step(30), at(50, 100), never, or any other scheduler that `replay --list` shows, such "
    "as "
    "\"auto(window=10) | all(stages(3), drop)\"; or, as one stage in which the rate goes down to "
    "zero, cosine(90), linear(90) or "
    "\"wsd(90, tail=0.2)\", whose first 80 % have a constant rate";

/// Replaces the text "auto" by AutoDecay::planned for stages of a third of so many epochs, as long as
/// those of StepDecay. Returns any other text unchanged.
[[nodiscard]] std::string with_plan(const std::string& text, std::int64_t epochs);

/// What a decay changes: the optimizer's learning rates and the batch size, as the library finds
/// both.
struct DecayTarget {
  torch::optim::Optimizer& optimizer;
  std::int64_t& images;  ///< of a batch

  [[nodiscard]] std::vector<torch::optim::OptimizerParamGroup>& param_groups() const;
  [[nodiscard]] std::int64_t batch_size() const { return images; }
  void set_batch_size(std::int64_t size) const { images = size; }
};

/// The scheduler that a text on the command line names (autodecay/runtime/grammar.hpp), `never` for a
/// constant rate, or one of fixed_schedules.hpp. One observation is one epoch's loss. Three
/// consecutive non-finite losses stop every schedule.
class Schedule {
 public:
  /// Throws autodecay::runtime::GrammarError, a std::invalid_argument, if the text is invalid.
  explicit Schedule(std::string_view text);

  /// The name in tables: "AutoDecay", "StepDecay", "constant rate", …
  [[nodiscard]] std::string method() const;

  /// Whether a decay changes the batch size.
  [[nodiscard]] bool grows_batch() const;

  /// Observes an epoch's loss, and acts on the target if the answer is decay or the rate changes
  /// within the stage.
  autodecay::Decision step(DecayTarget target, double loss);

  /// The current stage; after a decay, the new one.
  [[nodiscard]] const autodecay::Stage& stage() const { return scheduler_.stage(); }

  /// Whether the next finite loss is the first of a stage.
  [[nodiscard]] bool begins_stage() const { return scheduler_.begins_stage(); }

  /// The evidence of the latest decision.
  [[nodiscard]] autodecay::Evidence evidence() const { return scheduler_.evidence(); }

  /// The exact state as text.
  [[nodiscard]] std::string save() const;

  /// Restores a saved state. Throws autodecay::ArchiveError unless the text is the state of such a
  /// schedule.
  void load(std::string_view saved);

 private:
  autodecay::runtime::AnyScheduler scheduler_;
};

}  // namespace trainer
