#include "laws/models.hpp"
#include "support/allocations.hpp"
#include "support/losses.hpp"
#include "support/optimizers.hpp"

#include <cstddef>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/runtime/any_scheduler.hpp>
#include <autodecay/runtime/combined.hpp>

using namespace autodecay;

namespace {

struct Paper {
  static auto fresh() {
    return AutoDecay({.window = 6, .tolerance = 0.0625}, {.nonfinite_limit = 4});
  }
};
struct Clock {
  static auto fresh() { return StepDecay({.interval = 11, .stages = 4}); }
};
struct Milestones {
  static auto fresh() {
    return Scheduler{LatestValue{}, AtMilestones{1, 17, 18, 60}, Unlimited{},
                     LearningRateSequence{0.5, 0.25, 0.1, 0.01}};
  }
};
struct Plateau {
  static auto fresh() { return ReduceOnPlateau({.patience = 4, .factor = 0.5}); }
};
struct AsPyTorch {
  static auto fresh() { return compat::PyTorchScheduler({.patience = 2, .cooldown = 3}); }
};
struct AsKeras {
  static auto fresh() { return compat::KerasScheduler({.patience = 3, .cooldown = 2}); }
};
struct AsOptax {
  static auto fresh() {
    return compat::OptaxScheduler({.patience = 2, .relative_margin = 0.0625, .interval = 3});
  }
};
struct AsDlib {
  static auto fresh() { return compat::DlibScheduler({.window = 6}); }
};
struct Combined {
  static auto fresh() {
    return Scheduler{
        SimpleMovingAverage{5},
        AnyOf{AllOf{MinStageLength{9}, RelativeRange{{.tolerance = 0.05}}}, EveryInterval{23},
              AtMilestones{40}},
        AllOf{AnyOf{RelativeDrop{}, Unlimited{}}, StageLimit{5}},
        Sequence{ScaleLearningRate{{.floor = 1e-3}}, ScaleLearningRate{{.factor = 0.5}}}};
  }
};

/// A criterion on raw losses, and an action on the batch size and the rates.
template <typename Criterion>
auto growing(Criterion criterion) {
  return Scheduler{LatestValue{}, criterion, StageLimit{6},
                   Sequence{WarmUp{{.observations = 3, .factor = 10}},
                            GrowBatchSize{{.factor = 2.0, .limit = 999}},
                            ScaleLearningRate{{.factor = 0.5}}, Tail{}}};
}
struct ByTest {
  static auto fresh() { return growing(ImprovementTest{{.tolerance = 0.5, .lookahead = 10}}); }
};
struct ByRemaining {
  static auto fresh() { return growing(RemainingImprovement{{.share = 2.0}}); }
};
struct ByMarginal {
  static auto fresh() { return growing(MarginalImprovement{{.trust = 0.5}}); }
};
struct Lingered {
  static auto fresh() { return growing(Linger{NoImprovement{{.patience = 2}}, {.share = 0.25}}); }
};
struct ChosenAtRunTime {
  static auto fresh() {
    return runtime::AnyScheduler{
        ExponentialMovingAverage{0.5},
        runtime::Several<runtime::AnyCriterion, false>(
            {RelativeRange{{.tolerance = 0.05}}, EveryInterval{23}}),
        runtime::Several<runtime::AnyDrop, true>({Unlimited{}, StageLimit{5}}),
        runtime::ActionSequence({WarmUp{{.observations = 5, .factor = 10}}, GrowBatchSize{},
                                 ScaleLearningRate{}, Tail{}})};
  }
};

/// A descent with some non-finite losses, four of them consecutive at the end.
std::vector<double> losses() {
  std::vector<double> losses = test::noisy_descent(100);
  for (const std::size_t i : {2U, 19U, 20U, 45U, 96U, 97U, 98U, 99U})
    losses[i] = std::numeric_limits<double>::quiet_NaN();
  return losses;
}

/// What is trained: with a rate, and with a batch size.
using Trained = test::LearningRateOptimizer;

struct Step {
  Decision decision;
  Evidence evidence;
  double rate;
  unsigned long batch_size;
  bool operator==(const Step&) const = default;
};

template <typename S>
std::vector<Step> run(S& scheduler, Trained& optimizer, const std::vector<double>& losses) {
  std::vector<Step> steps;
  for (const double loss : losses) {
    const Decision decision = scheduler.step(optimizer, loss);
    steps.push_back({decision, scheduler.evidence(), optimizer.get_learning_rate(),
                     optimizer.get_mini_batch_size()});
  }
  return steps;
}

}  // namespace

#define SCHEDULERS                                                                          \
  Paper, Clock, Milestones, Plateau, AsPyTorch, AsKeras, AsOptax, AsDlib, Combined, ByTest, \
      ByRemaining, ByMarginal, Lingered, ChosenAtRunTime

std::set<std::string> laws::schedulers() { return names_of<SCHEDULERS>(); }

TEST_CASE_TEMPLATE("a run saved at any point and loaded into any object continues to the bit",
                   Model, SCHEDULERS) {
  const std::vector<double> all = losses();
  for (std::size_t k = 0; k <= all.size(); ++k) {
    const std::vector<double> head(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k));
    const std::vector<double> tail(all.begin() + static_cast<std::ptrdiff_t>(k), all.end());
    auto original = Model::fresh();
    Trained optimizer(0.5);
    run(original, optimizer, head);
    const std::string text = save(original);

    auto resumed = Model::fresh();
    Trained other(1.0);
    run(resumed, other, test::noise(k % 37, 9));
    load(text, resumed);
    CAPTURE(k);
    CHECK(resumed == original);
    CHECK(save(resumed) == text);

    Trained resumed_optimizer = optimizer;
    REQUIRE((run(resumed, resumed_optimizer, tail) == run(original, optimizer, tail)));
    CHECK(resumed == original);
  }
}

TEST_CASE_TEMPLATE("a reset scheduler equals a new one, and copies are independent", Model,
                   SCHEDULERS) {
  const std::vector<double> all = losses();
  for (std::size_t k = 0; k <= all.size(); k += 7) {
    const std::vector<double> head(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k));
    auto scheduler = Model::fresh();
    Trained optimizer(0.5);
    run(scheduler, optimizer, head);
    const auto copy = scheduler;
    auto other = scheduler;
    run(other, optimizer, test::noise(50, 3));
    CHECK(scheduler == copy);
    scheduler.reset();
    CHECK(scheduler == Model::fresh());
  }
}

TEST_CASE_TEMPLATE("a scheduler allocates nothing after construction", Model, SCHEDULERS) {
  const std::vector<double> all = losses();
  Trained optimizer(0.5);
  auto scheduler = Model::fresh();
  const std::size_t before = test::allocations();
  for (int round = 0; round < 2; ++round) {
    for (const double loss : all) {
      (void)scheduler.step(optimizer, loss);
      (void)scheduler.evidence();
    }
    scheduler.begin_stage();
    for (const double loss : all) (void)scheduler.observe(loss);
    scheduler.reset();
  }
  const std::size_t after = test::allocations();
  CHECK(after == before);
}

TEST_CASE_TEMPLATE("the runs of these laws contain decays", Model, SCHEDULERS) {
  auto scheduler = Model::fresh();
  Trained optimizer(0.5);
  run(scheduler, optimizer, losses());
  CHECK(scheduler.stage().index >= 2);
  CHECK(scheduler.nonfinite_losses() >= 1);
}
