#include "engine/pytorch_code.hpp"

#include <algorithm>
#include <cstdint>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/number_text.hpp>

namespace replay_page {
namespace {

using namespace autodecay;
using runtime::AnyScheduler;

/// Why the patience is not that of Keras or optax.
constexpr const char* waits_longer =
    "# The patience is one less than in Keras or optax, because PyTorch waits for one loss more.\n";
constexpr const char* setup = "scheduler = torch.optim.lr_scheduler.";

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

/// The rules of Keras and optax as PyTorch's, which lowers the rate one observation later for the same
/// patience. PyTorch counts none of its cooldown, and Keras the last observation.
std::optional<compat::PyTorchPlateau::Options> as_pytorch(const runtime::AnyCriterion& stability) {
  if (const auto* const keras = stability.get_if<compat::KerasPlateau>()) {
    const compat::KerasPlateau::Options options = keras->options();
    return compat::PyTorchPlateau::Options{
        .patience = options.patience - 1,
        .relative_margin = 0.0,
        .absolute_margin = options.absolute_margin,
        .cooldown = std::max<std::int64_t>(options.cooldown, 1) - 1};
  }
  if (const auto* const optax = stability.get_if<compat::OptaxPlateau>()) {
    const compat::OptaxPlateau::Options options = optax->options();
    if (options.interval == 1)
      return compat::PyTorchPlateau::Options{.patience = options.patience - 1,
                                             .relative_margin = options.relative_margin,
                                             .absolute_margin = options.absolute_margin,
                                             .cooldown = options.cooldown};
  }
  return std::nullopt;
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
  const bool smooths = scheduler.average().get_if<LatestValue>() == nullptr;
  const auto* const plateau = scheduler.stability().get_if<compat::PyTorchPlateau>();
  const auto* const decay = scheduler.action().get_if<compat::PyTorchDecay>();
  const auto* const scale = scheduler.action().get_if<ScaleLearningRate>();
  std::optional<std::string> code;
  if (plateau != nullptr && decay != nullptr && !smooths)
    code = plateau_code(plateau->options(), decay->options());
  else if (const auto rule = as_pytorch(scheduler.stability()); rule && scale && !smooths)
    code = plateau_code(
        *rule,
        {.factor = scale->options().factor, .floor = scale->options().floor, .least_change = 0.0});
  if (code) return (plateau ? "" : waits_longer) + (setup + *code) + "\nscheduler.step(loss)";
  if (scale != nullptr) code = counted_code(scheduler, scale->options());
  if (code) return setup + *code + "\nscheduler.step()";
  return std::nullopt;
}

}  // namespace replay_page
