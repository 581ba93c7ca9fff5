#pragma once

#include <string>
#include <string_view>
#include <variant>

#include <autodecay/autodecay.hpp>

namespace torch::optim {
class Optimizer;
}

namespace trainer {

/// The scheduler that a text on the command line names; one observation is one epoch's loss.
///
///   auto[:beta=…,window=…,tolerance=…,ratio=…,epsilon=…,reference=first_level|previous_level]
///   step:30[,stages=…]        a decay every 30 epochs
///   at:50,100                 a decay after these epochs
///   plateau[:patience=…,relative=…,absolute=…]
///   never
///
/// All but `never` take factor=… and floor=… too. What is left out has the library's default.
/// Three losses in a row that are not finite stop each of them.
class Schedule {
 public:
  /// Throws std::invalid_argument that quotes the text, and says what is wrong with it.
  explicit Schedule(std::string_view text);

  /// Observes an epoch's loss, and lowers the optimizer's rates if the answer is decay.
  autodecay::Decision step(torch::optim::Optimizer& optimizer, double loss);

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
  using Scheduler =
      std::variant<autodecay::AutoDecay<>, autodecay::StepDecay<>,
                   autodecay::StepDecay<autodecay::AtMilestones>, autodecay::ReduceOnPlateau<>>;

  static Scheduler parse(std::string_view text);

  Scheduler scheduler_;
};

}  // namespace trainer
