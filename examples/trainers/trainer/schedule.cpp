#include "trainer/schedule.hpp"

#include <charconv>
#include <concepts>
#include <map>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include <torch/optim/optimizer.h>

#include <autodecay/archive.hpp>

namespace trainer {
namespace {

using namespace autodecay;

constexpr SchedulerOptions stop_after_three_rejections{.rejection_limit = 3};

[[noreturn]] void refuse(const std::string& reason) { throw std::invalid_argument(reason); }

template <typename Number>
Number to_number(std::string_view text) {
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc{} && rest == end) return value;
  refuse("'" + std::string(text) + "' is not " +
         (std::integral<Number> ? "a whole number" : "a number"));
}

/// What follows the colon: bare numbers and key=value, separated by commas.
class Arguments {
 public:
  explicit Arguments(std::string_view text) {
    while (!text.empty()) {
      const std::size_t comma = text.find(',');
      add(text.substr(0, comma));
      if (text.ends_with(',')) refuse("nothing follows the last comma");
      text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
    }
  }

  /// Sets `value` if the key was given.
  template <typename Value>
  Arguments& read(std::string_view key, Value& value) {
    known_ += (known_.empty() ? "" : ", ") + std::string(key);
    const auto found = named_.find(key);
    if (found == named_.end()) return *this;
    value = convert<Value>(found->second);
    named_.erase(found);
    return *this;
  }

  /// The bare numbers, of which there must be one to `most`.
  std::vector<std::int64_t> numbers(std::size_t most, const std::string& meaning) {
    if (bare_.empty()) refuse("expected " + meaning);
    if (bare_.size() > most) refuse("expected " + meaning + ", and that alone");
    return std::exchange(bare_, {});
  }

  /// Nothing may be left that no one asked for.
  void finish() const {
    if (!bare_.empty()) refuse("expected key=value instead of '" + std::to_string(bare_[0]) + "'");
    if (!named_.empty())
      refuse("unknown key '" + std::string(named_.begin()->first) + "', known are " + known_);
  }

 private:
  void add(std::string_view argument) {
    const std::size_t equals = argument.find('=');
    if (equals == argument.npos)
      bare_.push_back(to_number<std::int64_t>(argument));
    else if (!named_.emplace(argument.substr(0, equals), argument.substr(equals + 1)).second)
      refuse("key '" + std::string(argument.substr(0, equals)) + "' is given twice");
  }

  template <typename Value>
  static Value convert(std::string_view text) {
    if constexpr (std::same_as<Value, std::optional<double>>)
      return to_number<double>(text);
    else if constexpr (!std::same_as<Value, DropReference>)
      return to_number<Value>(text);
    else if (text == "first_level")
      return DropReference::first_level;
    else if (text == "previous_level")
      return DropReference::previous_level;
    else
      refuse("reference must be first_level or previous_level, not '" + std::string(text) + "'");
  }

  std::vector<std::int64_t> bare_;
  std::map<std::string_view, std::string_view> named_;
  std::string known_;
};

/// What each decay does. Growing the batch takes the place of lowering the rate unless both are
/// asked for.
Schedule::Action read_action(Arguments& arguments) {
  std::optional<double> factor, floor, grow;
  arguments.read("factor", factor).read("floor", floor).read("grow", grow);
  if (grow && floor && !factor)
    refuse("floor needs a factor beside grow, which else keeps the rate");
  ScaleLearningRate::Options rate;
  rate.factor = factor.value_or(grow ? 1.0 : rate.factor);
  rate.floor = floor.value_or(rate.floor);
  return Schedule::Action(ScaleLearningRate(rate), GrowBatchSize({.factor = grow.value_or(1.0)}));
}

std::int64_t read_stages(Arguments& arguments) {
  std::int64_t stages = StageLimit::unlimited;
  arguments.read("stages", stages);
  return stages;
}

/// Whether a stage earns another one: by its drop, as in the paper, and within so many stages.
Schedule::Drop read_drop(Arguments& arguments) {
  RelativeDrop::Options drop;
  arguments.read("ratio", drop.ratio)
      .read("epsilon", drop.epsilon)
      .read("reference", drop.reference);
  return Schedule::Drop(StageLimit(read_stages(arguments)), RelativeDrop(drop));
}

auto auto_decay(Arguments arguments) {
  AutoDecayOptions options;
  arguments.read("beta", options.beta)
      .read("window", options.window)
      .read("tolerance", options.tolerance)
      .read("epsilon", options.epsilon);
  const Schedule::Drop drop = read_drop(arguments);
  const auto action = read_action(arguments);
  arguments.finish();
  return AutoDecay(ExponentialMovingAverage(options.beta),
                   RelativeRange({options.window, options.tolerance, options.epsilon}), drop,
                   action, stop_after_three_rejections);
}

auto step_decay(Arguments arguments) {
  const EveryInterval interval(
      arguments.numbers(1, "the number of epochs between two decays").front());
  StepDecayOptions options;
  arguments.read("stages", options.stages);
  const auto action = read_action(arguments);
  arguments.finish();
  return StepDecay<EveryInterval, Schedule::Action>(interval, action, StageLimit(options.stages),
                                                    stop_after_three_rejections);
}

auto milestone_decay(AtMilestones milestones, Arguments arguments) {
  const auto action = read_action(arguments);
  arguments.finish();
  return StepDecay<AtMilestones, Schedule::Action>(std::move(milestones), action,
                                                   StageLimit(StepDecayOptions{}.stages),
                                                   stop_after_three_rejections);
}

/// A criterion that sees the bare loss, with AutoDecay's drop criterion.
template <typename Criterion>
auto on_drop(const typename Criterion::Options& options, Arguments arguments) {
  const Schedule::Drop drop = read_drop(arguments);
  const auto action = read_action(arguments);
  arguments.finish();
  return AutoDecay(LatestValue(), Criterion(options), drop, action, stop_after_three_rejections);
}

/// A criterion that sees the bare loss, for so many stages.
template <typename Criterion>
auto on_plateau(const typename Criterion::Options& options, Arguments arguments) {
  const StageLimit limit(read_stages(arguments));
  const auto action = read_action(arguments);
  arguments.finish();
  return ReduceOnPlateau(LatestValue(), Criterion(options), limit, action,
                         stop_after_three_rejections);
}

auto remaining_fall(Arguments arguments) {
  RemainingFall::Options options;
  arguments.read("share", options.share).read("tolerance", options.tolerance);
  return on_drop<RemainingFall>(options, std::move(arguments));
}

auto expected_fall(Arguments arguments) {
  ExpectedFall::Options options;
  arguments.read("tolerance", options.tolerance)
      .read("horizon", options.horizon)
      .read("alpha", options.alpha);
  return on_drop<ExpectedFall>(options, std::move(arguments));
}

auto plateau(Arguments arguments) {
  NoImprovement::Options options;
  arguments.read("patience", options.patience)
      .read("relative", options.relative)
      .read("absolute", options.absolute);
  return on_plateau<NoImprovement>(options, std::move(arguments));
}

auto pytorch(Arguments arguments) {
  peers::PyTorch::Options options;
  arguments.read("patience", options.patience)
      .read("relative", options.relative)
      .read("absolute", options.absolute)
      .read("cooldown", options.cooldown);
  return on_plateau<peers::PyTorch>(options, std::move(arguments));
}

auto dlib(Arguments arguments) {
  peers::Dlib::Options options{.window = 20};  // dlib counts iterations, and this epochs
  arguments.read("window", options.window)
      .read("probability", options.probability)
      .read("discard", options.discard);
  return on_plateau<peers::Dlib>(options, std::move(arguments));
}

}  // namespace

Schedule::Schedule(std::string_view text) : scheduler_(parse(text)) {}

Schedule::Scheduler Schedule::parse(std::string_view text) {
  try {
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    if (text.ends_with(':')) refuse("nothing follows the colon");
    Arguments arguments(colon == text.npos ? std::string_view() : text.substr(colon + 1));
    if (name == "auto") return auto_decay(std::move(arguments));
    if (name == "step") return step_decay(std::move(arguments));
    if (name == "remaining_fall") return remaining_fall(std::move(arguments));
    if (name == "expected_fall") return expected_fall(std::move(arguments));
    if (name == "plateau") return plateau(std::move(arguments));
    if (name == "pytorch") return pytorch(std::move(arguments));
    if (name == "dlib") return dlib(std::move(arguments));
    if (name == "at") {
      AtMilestones milestones(arguments.numbers(text.size(), "the epochs after which to decay"));
      return milestone_decay(std::move(milestones), std::move(arguments));
    }
    if (name == "never" && colon == text.npos)
      return milestone_decay(AtMilestones{}, Arguments(""));
    refuse(std::string("expected ") + schedule_kinds);
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
