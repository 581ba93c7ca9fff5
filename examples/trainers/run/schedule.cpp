#include "run/schedule.hpp"

#include "run/fixed_schedules.hpp"
#include "support/registry.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <torch/optim/optimizer.h>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/runtime/grammar.hpp>

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
  static const runtime::Registry all =
      runtime::Registry(support::registry())
          .add<ConstantRate>({.name = "never", .type = "ConstantRate", .phrase = "no decay"})
          .add<CosineSchedule>({.name = "cosine",
                                .type = "CosineSchedule",
                                .phrase = "half a cosine from the first rate to zero"})
          .add<LinearSchedule>({.name = "linear",
                                .type = "LinearSchedule",
                                .phrase = "a line from the first rate to zero"})
          .add<WsdSchedule>({.name = "wsd",
                             .type = "WsdSchedule",
                             .phrase = "a constant rate, then a line to zero"})
          .add<RateCurve>({.name = "curve",
                           .type = "RateCurve",
                           .phrase = "a learning rate that changes within the stage"});
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

const RateCurve* curve_of(const AnyScheduler& scheduler) {
  return scheduler.action().get_if<RateCurve>();
}

std::string name_of(const RateCurve& curve) {
  const auto [epochs, tail, shape] = curve.options();
  if (shape != TailShape::cosine && tail < 1.0) return "WSD";
  return std::string(names_of(shape)[static_cast<std::size_t>(shape)]);
}

}  // namespace

std::vector<torch::optim::OptimizerParamGroup>& DecayTarget::param_groups() const {
  return optimizer.param_groups();
}

std::string with_plan(const std::string& text, std::int64_t epochs) {
  constexpr std::int64_t stages = 3;
  if (text != "auto") return text;
  return "planned(length=" + support::to_text(std::max<std::int64_t>(epochs / stages, 1)) + ")";
}

Schedule::Schedule(std::string_view text)
    : scheduler_(runtime::parse(text, registry(), {.nonfinite_limit = 3})) {}

std::string Schedule::method() const {
  if (const auto* const curve = curve_of(scheduler_)) return name_of(*curve);
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

Decision Schedule::step(DecayTarget target, double loss) {
  const Decision decision = scheduler_.step(target, loss);
  const auto* const curve = curve_of(scheduler_);
  if (curve != nullptr && decision == Decision::hold && std::isfinite(loss))
    curve->follow(target, scheduler_.stage());
  return decision;
}

std::string Schedule::save() const { return autodecay::save(scheduler_); }

void Schedule::load(std::string_view saved) { autodecay::load(saved, scheduler_); }

}  // namespace trainer
