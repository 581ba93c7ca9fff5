#include "target.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>

namespace fuzz {
namespace {

using namespace autodecay;

constexpr std::string_view checksum_mark = "crc32 = ";

/// What the actions reach: a rate and a batch.
struct Optimizer {
  double rate = 0.1;
  std::int64_t size = 32;

  [[nodiscard]] double get_learning_rate() const { return rate; }
  void set_learning_rate(double to) { rate = to; }
  [[nodiscard]] std::int64_t batch_size() const { return size; }
  void set_batch_size(std::int64_t to) { size = to; }
};

/// Schedulers that have every policy between them, in the middle of a stage.
auto schedulers() {
  std::tuple all{
      AutoDecay({.window = 4, .reference = DropReference::previous_level}, {.nonfinite_limit = 9}),
      ReduceOnPlateau({.patience = 3}),
      StepDecay({.interval = 4, .stages = 3}),
      Scheduler{LatestValue{}, AtMilestones{3, 9}, Unlimited{}, LearningRateSequence{0.1, 0.01}},
      Scheduler{SimpleMovingAverage{5}, AllOf{MinStageLength{3}, RelativeRange{{.window = 3}}},
                AnyOf{RelativeDrop{}, StageLimit{2}},
                Sequence{GrowBatchSize{}, ScaleLearningRate{}}},
      Scheduler{LatestValue{}, AnyOf{RelativeRange{}, EveryInterval{50}}, AllOf{Unlimited{}},
                ScaleLearningRate{}},
      Scheduler{LatestValue{},
                AllOf{RemainingImprovement{}, MarginalImprovement{}, ImprovementTest{}},
                Unlimited{}, ScaleLearningRate{}},
      Scheduler{LatestValue{},
                AllOf{compat::PyTorchPlateau{}, compat::KerasPlateau{}, compat::OptaxPlateau{}},
                Unlimited{}, compat::PyTorchDecay{}},
      Scheduler{LatestValue{}, AllOf{compat::DlibPlateau{{.window = 5}}}, Unlimited{},
                compat::DlibDecay{}},
      Scheduler{LatestValue{}, Linger{NoImprovement{{.patience = 2}}}, StageLimit{1},
                Sequence{WarmUp{{.observations = 2, .factor = 10}}, Tail{}}}};
  std::apply(
      [](auto&... each) {
        for (const double loss : {8.0, 3.0, 2.5, 2.25, 2.25, 2.5}) ((void)each.observe(loss), ...);
      },
      all);
  return all;
}

/// Whether the text holds a window or a capacity that is allowed, and so large that to load it is
/// to ask for the memory of the scheduler that it describes, which no defect is.
bool asks_for_much_memory(std::string_view text) {
  constexpr std::int64_t much = 1'000'000;
  constexpr std::int64_t largest = std::int64_t{1} << 24;
  constexpr std::string_view mark = "window = ";
  for (std::size_t at = 0; (at = text.find(mark, at)) != text.npos;) {
    at += mark.size();
    std::int64_t size = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), size);
    if (size > much && size <= largest) return true;
  }
  return false;
}

/// What was loaded must be fit for use: it observes and acts, and can be saved and loaded before
/// and after.
template <typename S>
void use(S scheduler) {
  const std::string saved = save(scheduler);
  S again = scheduler;
  load(saved, again);
  require(save(again) == saved, "what was loaded and saved loads as the same");
  Optimizer optimizer;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double loss : {1.0, 1.0, nan, nan, -1e300, 1e-310, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0}) {
    (void)scheduler.step(optimizer, loss);
    (void)scheduler.evidence();
  }
  scheduler.begin_stage();
  load(save(scheduler), again);
  require(save(again) == save(scheduler), "what observed after loading is saved as the same");
}

}  // namespace

std::vector<std::string> seeds() {
  return std::apply([](const auto&... each) { return std::vector{save(each)...}; }, schedulers());
}

std::string mended(std::string input) {
  input.resize(std::min(input.rfind(checksum_mark), input.size()));
  return input + std::string(checksum_mark) + autodecay::detail::crc32(input) + "\n";
}

bool accepts(std::string_view input) {
  static const auto fresh = schedulers();
  if (asks_for_much_memory(input)) return false;
  const auto accepted_by = [&](const auto& scheduler) {
    auto loaded = scheduler;
    try {
      load(input, loaded);
    } catch (const ArchiveError&) {
      require(loaded == scheduler, "what could not be loaded is left as it was");
      return false;
    }
    use(loaded);
    return true;
  };
  return std::apply([&](const auto&... each) { return (accepted_by(each) + ...) > 0; }, fresh);
}

}  // namespace fuzz
