#include "support/losses.hpp"

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>

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

/// A descent with some non-finite losses, four of them consecutive at the end.
std::vector<double> losses() {
  std::vector<double> losses = test::noisy_descent(100);
  for (const std::size_t i : {2U, 19U, 20U, 45U, 96U, 97U, 98U, 99U})
    losses[i] = std::numeric_limits<double>::quiet_NaN();
  return losses;
}

struct Step {
  Decision decision;
  Evidence evidence;
  double rate;
  bool operator==(const Step&) const = default;
};

template <typename S>
std::vector<Step> run(S& scheduler, LearningRate& rate, const std::vector<double>& losses) {
  std::vector<Step> steps;
  for (const double loss : losses) {
    const Decision decision = scheduler.step(rate, loss);
    steps.push_back({decision, scheduler.evidence(), rate.value});
  }
  return steps;
}

}  // namespace

#define SCHEDULERS Paper, Clock, Milestones, Plateau, AsPyTorch, AsKeras, AsOptax, AsDlib, Combined

TEST_CASE_TEMPLATE("a run saved at any point and loaded into any object continues to the bit",
                   Model, SCHEDULERS) {
  const std::vector<double> all = losses();
  for (std::size_t k = 0; k <= all.size(); ++k) {
    const std::vector<double> head(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k));
    const std::vector<double> tail(all.begin() + static_cast<std::ptrdiff_t>(k), all.end());
    auto original = Model::fresh();
    LearningRate rate{0.5};
    run(original, rate, head);
    const std::string text = save(original);

    auto resumed = Model::fresh();
    LearningRate other_rate{1.0};
    run(resumed, other_rate, test::noise(k % 37, 9));
    load(text, resumed);
    CAPTURE(k);
    CHECK(resumed == original);
    CHECK(save(resumed) == text);

    LearningRate resumed_rate = rate;
    REQUIRE((run(resumed, resumed_rate, tail) == run(original, rate, tail)));
    CHECK(resumed == original);
  }
}

TEST_CASE_TEMPLATE("a reset scheduler equals a new one, and copies are independent", Model,
                   SCHEDULERS) {
  const std::vector<double> all = losses();
  for (std::size_t k = 0; k <= all.size(); k += 7) {
    const std::vector<double> head(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k));
    auto scheduler = Model::fresh();
    LearningRate rate{0.5};
    run(scheduler, rate, head);
    const auto copy = scheduler;
    auto other = scheduler;
    run(other, rate, test::noise(50, 3));
    CHECK(scheduler == copy);
    scheduler.reset();
    CHECK(scheduler == Model::fresh());
  }
}

TEST_CASE_TEMPLATE("the runs of these laws contain decays", Model, SCHEDULERS) {
  auto scheduler = Model::fresh();
  LearningRate rate{0.5};
  run(scheduler, rate, losses());
  CHECK(scheduler.stage().index >= 2);
  CHECK(scheduler.nonfinite_losses() >= 1);
}
