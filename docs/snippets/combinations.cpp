// Named combinations of policies, and others: see docs/getting-started.md.

#include <cmath>
#include <iostream>

#include <autodecay/all.hpp>

namespace {

/// Prints the scheduler's decisions on losses that settle again at a lower level after each decay.
void run(const char* name, auto& scheduler) {
  using autodecay::Decision;
  autodecay::LearningRate rate{0.1};
  std::cout << name << ':';
  double level = 2.0;  // at the beginning of the stage
  for (int epoch = 1, age = 1; epoch <= 200; ++epoch, ++age) {
    const double loss = level * (0.5 + 0.5 * std::exp(-0.2 * age));
    const Decision decision = scheduler.step(rate, loss);
    if (decision == Decision::hold) continue;
    std::cout << ' ' << decision << " after " << epoch << ';';
    if (decision == Decision::stop) break;
    level = loss;
    age = 0;
  }
  std::cout << " rate " << rate.value << '\n';
}

}  // namespace

int main() {
  // [presets]
  using namespace autodecay;
  AutoDecay defaults({.beta = 0.9, .window = 5, .tolerance = 0.01, .ratio = 0.95, .factor = 0.1});
  AutoDecay planned = AutoDecay::planned({.length = 30});  // for stages of about 30 observations
  StepDecay step({.interval = 30, .stages = 3});           // needs no loss: step(optimizer)
  ReduceOnPlateau plateau({.patience = 10, .factor = 0.5}, {.nonfinite_limit = 3});
  // [presets]
  // [schedulers]
  Scheduler listed_rates{SimpleMovingAverage{7}, AllOf{MinStageLength{10}, RelativeRange{}},
                         RelativeDrop{}, LearningRateSequence{0.1, 0.02, 0.004}};
  Scheduler three_stages{ExponentialMovingAverage{}, RelativeRange{{.window = 10}},
                         AllOf{RelativeDrop{}, StageLimit{3}}, ScaleLearningRate{}};
  Scheduler with_tail{LatestValue{}, RemainingImprovement{}, StageLimit{1},  // one plateau
                      Sequence{WarmUp{{.observations = 5, .factor = 10}}, Tail{{.share = 0.2}}}};
  // [schedulers]
  run("defaults", defaults);
  run("planned", planned);
  run("step", step);
  run("plateau", plateau);
  run("listed_rates", listed_rates);
  run("three_stages", three_stages);
  run("with_tail", with_tail);
}
