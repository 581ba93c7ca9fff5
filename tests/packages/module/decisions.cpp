#include <initializer_list>
#include <iostream>

#ifdef AS_MODULE
import autodecay;
#else
#include <autodecay/all.hpp>
#include <autodecay/compat.hpp>
#include <autodecay/runtime/help.hpp>
#include <autodecay/runtime/parse.hpp>
#endif

namespace {

/// Prints what a scheduler decides, and its saved form in the end.
void run(auto scheduler, auto optimizer) {
  double noise = 0.5;
  for (int observation = 1; observation <= 400; ++observation) {
    noise = 3.9 * noise * (1.0 - noise);
    const double loss = 1.0 / (1 + observation % 100) + 0.01 * noise + 1.0 / observation;
    const autodecay::Decision decision = scheduler.step(optimizer, loss);
    if (decision != autodecay::Decision::hold) std::cout << scheduler.evidence() << '\n';
    if (decision == autodecay::Decision::stop) break;
  }
  std::cout << autodecay::save(scheduler) << '\n';
}

}  // namespace

int main() {
  using namespace autodecay;
  std::cout << runtime::help(runtime::standard_registry());
  for (const char* text :
       {"auto", "planned(30)", "step(30)", "plateau", "pytorch(patience=5)", "keras(patience=5)",
        "optax(patience=5)", "dlib(window=50)", "mean(7) | range | stages(3) | rates(0.1, 0.01)",
        "latest | improvement_test | unlimited | scale(0.5)",
        "latest | all(min_length(10), remaining_improvement) | drop | sequence(warm_up, scale, "
        "tail)"}) {
    const runtime::AnyScheduler scheduler = runtime::parse(text);
    std::cout << runtime::to_text(scheduler) << '\n' << runtime::to_cpp(scheduler) << '\n';
    run(scheduler, LearningRate{0.1});
  }
  run(AutoDecay({.window = 7}), LearningRate{0.1});
  run(Scheduler{LatestValue{}, MarginalImprovement{{.plan = 30}}, Unlimited{}, GrowBatchSize{}},
      32);
}
