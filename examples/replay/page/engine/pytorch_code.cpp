#include "engine/pytorch_code.hpp"

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/number_text.hpp>

namespace replay_page {
namespace {

using namespace autodecay;
using runtime::AnyScheduler;

std::string argument(const std::string& name, const std::string& value) {
  return ", " + name + '=' + value;
}

/// ReduceLROnPlateau compares with a relative threshold or an absolute one, never with both.
std::optional<std::string> plateau_code(const compat::PyTorchPlateau::Options& plateau,
                                        const compat::PyTorchDecay::Options& decay) {
  const bool absolute = plateau.relative_margin == 0.0 && plateau.absolute_margin > 0.0;
  if (!absolute && plateau.absolute_margin > 0.0) return std::nullopt;
  return "ReduceLROnPlateau(optimizer" + argument("factor", to_text(decay.factor)) +
         argument("patience", to_text(plateau.patience)) +
         argument("threshold",
                  to_text(absolute ? plateau.absolute_margin : plateau.relative_margin)) +
         argument("threshold_mode", absolute ? "'abs'" : "'rel'") +
         argument("cooldown", to_text(plateau.cooldown)) +
         argument("min_lr", to_text(decay.floor)) + argument("eps", to_text(decay.least_change)) +
         ')';
}

/// StepLR and MultiStepLR have no floor.
std::optional<std::string> counted_code(const AnyScheduler& scheduler,
                                        const ScaleLearningRate::Options& scale) {
  if (scale.floor != 0.0) return std::nullopt;
  const std::string gamma = argument("gamma", to_text(scale.factor)) + ')';
  if (const auto* const every = scheduler.stability().get_if<EveryInterval>())
    return "StepLR(optimizer" + argument("step_size", to_text(every->options().interval)) + gamma;
  if (const auto* const at = scheduler.stability().get_if<AtMilestones>()) {
    std::string milestones;
    for (const std::int64_t milestone : at->milestones())
      milestones += (milestones.empty() ? "" : ", ") + to_text(milestone);
    return "MultiStepLR(optimizer" + argument("milestones", '[' + milestones + ']') + gamma;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> pytorch_code(const AnyScheduler& scheduler) {
  std::optional<std::string> code;
  const auto* const plateau = scheduler.stability().get_if<compat::PyTorchPlateau>();
  const auto* const decay = scheduler.action().get_if<compat::PyTorchDecay>();
  if (plateau != nullptr && decay != nullptr &&
      scheduler.average().get_if<LatestValue>() != nullptr)
    code = plateau_code(plateau->options(), decay->options());
  if (const auto* const scale = scheduler.action().get_if<ScaleLearningRate>())
    code = counted_code(scheduler, scale->options());
  if (code) code->insert(0, "torch.optim.lr_scheduler.");
  return code;
}

}  // namespace replay_page
