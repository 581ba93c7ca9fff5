#include "trainer/schedule.hpp"

#include "arguments/arguments.hpp"

#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <torch/optim/optimizer.h>

#include <autodecay/archive.hpp>

namespace trainer {
namespace {

using namespace autodecay;
using arguments::Arguments;

constexpr SchedulerOptions stop_after_three_nonfinite{.nonfinite_limit = 3};

[[noreturn]] void refuse(const std::string& reason) { throw std::invalid_argument(reason); }

/// The action of each decay. Growing the batch replaces lowering the rate unless both are
/// requested.
Schedule::Action read_action(Arguments& arguments) {
  std::optional<double> factor, floor, grow;
  arguments.read("factor", factor).read("floor", floor).read("grow", grow);
  if (grow && floor && !factor)
    refuse("floor with grow needs a factor, since grow alone keeps the rate");
  ScaleLearningRate::Options rate;
  rate.factor = factor.value_or(grow ? 1.0 : rate.factor);
  rate.floor = floor.value_or(rate.floor);
  return Schedule::Action(ScaleLearningRate(rate), GrowBatchSize({.factor = grow.value_or(1.0)}));
}

/// The stage limit, the first of the options that all schedules share. These are given by name
/// only: the 60 in step:30,60 is more likely meant as an epoch than as a number of stages.
StageLimit read_limit(Arguments& arguments) {
  std::optional<std::int64_t> stages;
  arguments.names_only().read("stages", stages);
  return StageLimit(stages.value_or(StageLimit::unlimited));
}

RelativeDrop::Options read_drop(Arguments& arguments) {
  RelativeDrop::Options drop;
  arguments.read(drop);
  return drop;
}

/// Whether a stage earns another one: by its drop, as in the paper, and by the stage limit.
Schedule::Drop drop_within(const StageLimit& limit, const RelativeDrop::Options& drop) {
  return Schedule::Drop(limit, RelativeDrop(drop));
}

auto auto_decay(Arguments& arguments) {
  AutoDecay::Options options;
  arguments.read("beta", options.beta)
      .read("window", options.window)
      .read("tolerance", options.tolerance);
  const RelativeDrop::Options drop = read_drop(arguments);
  const StageLimit limit = read_limit(arguments);
  const auto action = read_action(arguments);
  arguments.finish();
  return autodecay::Scheduler(ExponentialMovingAverage(options.beta),
                              RelativeRange({options.window, options.tolerance, drop.epsilon}),
                              drop_within(limit, drop), action, stop_after_three_nonfinite);
}

/// Decays at fixed times, regardless of the loss.
template <typename Clock>
auto on_clock(Clock clock, Arguments& arguments) {
  const StageLimit limit = read_limit(arguments);
  const auto action = read_action(arguments);
  arguments.finish();
  return autodecay::Scheduler(LatestValue(), std::move(clock), limit, action,
                              stop_after_three_nonfinite);
}

auto step_decay(Arguments& arguments) {
  std::optional<std::int64_t> interval;
  arguments.read("interval", interval);
  if (!interval) refuse("expected the number of epochs between two decays");
  return on_clock(EveryInterval(*interval), arguments);
}

auto milestone_decay(Arguments& arguments) {
  std::vector<std::int64_t> epochs;
  arguments.read_places("epochs", epochs);
  if (epochs.empty()) refuse("expected the epochs after which to decay");
  return on_clock(AtMilestones(std::move(epochs)), arguments);
}

/// Applies a criterion to the unsmoothed loss, with AutoDecay's drop criterion.
template <typename Criterion>
auto on_drop(const typename Criterion::Options& options, Arguments& arguments) {
  const RelativeDrop::Options drop = read_drop(arguments);
  const StageLimit limit = read_limit(arguments);
  const auto action = read_action(arguments);
  arguments.finish();
  return autodecay::Scheduler(LatestValue(), Criterion(options), drop_within(limit, drop), action,
                              stop_after_three_nonfinite);
}

/// Applies a criterion to the unsmoothed loss, with a stage limit only.
template <typename Criterion>
auto on_plateau(const typename Criterion::Options& options, Arguments& arguments) {
  const StageLimit limit = read_limit(arguments);
  const auto action = read_action(arguments);
  arguments.finish();
  return autodecay::Scheduler(LatestValue(), Criterion(options), limit, action,
                              stop_after_three_nonfinite);
}

auto remaining_improvement(Arguments& arguments) {
  RemainingImprovement::Options options;
  arguments.read(options);
  return on_drop<RemainingImprovement>(options, arguments);
}

auto improvement_test(Arguments& arguments) {
  ImprovementTest::Options options;
  arguments.read(options);
  return on_drop<ImprovementTest>(options, arguments);
}

auto plateau(Arguments& arguments) {
  NoImprovement::Options options;
  arguments.read(options);
  return on_plateau<NoImprovement>(options, arguments);
}

auto pytorch(Arguments& arguments) {
  compat::PyTorchPlateau::Options options;
  arguments.read(options);
  return on_plateau<compat::PyTorchPlateau>(options, arguments);
}

auto dlib(Arguments& arguments) {
  compat::DlibPlateau::Options options{.window = 20};  // dlib counts iterations; this counts epochs
  arguments.read(options);
  return on_plateau<compat::DlibPlateau>(options, arguments);
}

auto never(Arguments& arguments) {
  arguments.finish();
  Arguments none("");
  return on_clock(AtMilestones{}, none);
}

}  // namespace

struct Schedule::Kind {
  std::string_view name;
  std::string_view method;
  Scheduler (*make)(Arguments& options);
};

const Schedule::Kind& Schedule::kind_of(std::string_view text) {
  static const std::vector<Kind> kinds = {
      {"auto", "AutoDecay", [](Arguments& given) -> Scheduler { return auto_decay(given); }},
      {"remaining_improvement", "RemainingImprovement",
       [](Arguments& given) -> Scheduler { return remaining_improvement(given); }},
      {"improvement_test", "ImprovementTest",
       [](Arguments& given) -> Scheduler { return improvement_test(given); }},
      {"step", "StepDecay", [](Arguments& given) -> Scheduler { return step_decay(given); }},
      {"at", "StepDecay", [](Arguments& given) -> Scheduler { return milestone_decay(given); }},
      {"plateau", "ReduceOnPlateau", [](Arguments& given) -> Scheduler { return plateau(given); }},
      {"pytorch", "PyTorch", [](Arguments& given) -> Scheduler { return pytorch(given); }},
      {"dlib", "dlib", [](Arguments& given) -> Scheduler { return dlib(given); }},
      {"never", "constant rate", [](Arguments& given) -> Scheduler { return never(given); }}};
  const std::string_view name = text.substr(0, text.find(':'));
  for (const Kind& kind : kinds)
    if (kind.name == name) return kind;
  refuse(std::string("expected ") + schedule_kinds);
}

Schedule::Schedule(std::string_view text) : scheduler_(parse(text)) {}

std::string_view Schedule::method_of(std::string_view text) { return kind_of(text).method; }

Schedule::Scheduler Schedule::parse(std::string_view text) {
  try {
    const Kind& kind = kind_of(text);
    if (text.ends_with(':')) refuse("nothing follows the colon");
    const std::size_t colon = text.find(':');
    Arguments arguments(colon == text.npos ? std::string_view() : text.substr(colon + 1));
    return kind.make(arguments);
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument("'" + std::string(text) + "': " + error.what());
  }
}

std::vector<torch::optim::OptimizerParamGroup>& DecayTarget::param_groups() const {
  return optimizer.param_groups();
}

Decision Schedule::step(DecayTarget target, double loss) {
  return std::visit([&](auto& scheduler) { return scheduler.step(target, loss); }, scheduler_);
}

const Stage& Schedule::stage() const {
  return std::visit([](const auto& scheduler) -> const Stage& { return scheduler.stage(); },
                    scheduler_);
}

Evidence Schedule::evidence() const {
  return std::visit([](const auto& scheduler) { return scheduler.evidence(); }, scheduler_);
}

std::string Schedule::save() const {
  return std::visit([](const auto& scheduler) { return autodecay::save(scheduler); }, scheduler_);
}

void Schedule::load(std::string_view saved) {
  std::visit([&](auto& scheduler) { autodecay::load(saved, scheduler); }, scheduler_);
}

}  // namespace trainer
