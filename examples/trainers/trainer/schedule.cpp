#include "trainer/schedule.hpp"

#include <torch/optim/optimizer.h>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/runtime/parse.hpp>

namespace trainer {
namespace {

using namespace autodecay;
using runtime::AnyAction;
using runtime::AnyCriterion;
using runtime::AnyScheduler;

struct ConstantRate : Scheduler<LatestValue, AtMilestones, Unlimited, ScaleLearningRate> {
  ConstantRate() : Scheduler(LatestValue(), AtMilestones{}, Unlimited(), ScaleLearningRate()) {}
};

const runtime::Registry& registry() {
  static const runtime::Registry all = runtime::standard_registry().add<ConstantRate>(
      {.name = "never", .type = "ConstantRate", .phrase = "no decay"});
  return all;
}

bool grows(const AnyAction& action) {
  if (action.get_if<GrowBatchSize>() != nullptr) return true;
  const auto* const sequence = action.get_if<runtime::ActionSequence>();
  if (sequence == nullptr) return false;
  for (const AnyAction& part : sequence->parts())
    if (grows(part)) return true;
  return false;
}

}  // namespace

std::vector<torch::optim::OptimizerParamGroup>& DecayTarget::param_groups() const {
  return optimizer.param_groups();
}

Schedule::Schedule(std::string_view text)
    : scheduler_(runtime::parse(text, registry(), {.nonfinite_limit = 3})) {}

std::string Schedule::method() const {
  const AnyCriterion& criterion = scheduler_.stability();
  if (criterion.get_if<RelativeRange>() != nullptr) return "AutoDecay";
  if (criterion.get_if<NoImprovement>() != nullptr) return "ReduceOnPlateau";
  if (criterion.get_if<EveryInterval>() != nullptr) return "StepDecay";
  if (const auto* const milestones = criterion.get_if<AtMilestones>())
    return milestones->milestones().empty() ? "constant rate" : "StepDecay";
  if (criterion.get_if<compat::PyTorchPlateau>() != nullptr) return "PyTorch";
  if (criterion.get_if<compat::KerasPlateau>() != nullptr) return "Keras";
  if (criterion.get_if<compat::OptaxPlateau>() != nullptr) return "optax";
  if (criterion.get_if<compat::DlibPlateau>() != nullptr) return "dlib";
  const std::string code = registry().text_of(criterion, true);
  return code.substr(0, code.find_first_of("({"));
}

bool Schedule::grows_batch() const { return grows(scheduler_.action()); }

Decision Schedule::step(DecayTarget target, double loss) { return scheduler_.step(target, loss); }

std::string Schedule::save() const { return autodecay::save(scheduler_); }

void Schedule::load(std::string_view saved) { autodecay::load(saved, scheduler_); }

}  // namespace trainer
