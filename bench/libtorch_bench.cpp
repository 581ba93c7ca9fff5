// One step of the library's schedulers on LibTorch's SGD, compared with LibTorch's own schedulers,
// for 1 and 160 parameter groups, with and without a decay. The cost of observe(), which needs no
// optimizer, does not depend on the number of groups.
//
// build/bin/libtorch_bench --benchmark_enable_random_interleaving=true --benchmark_repetitions=9

#include <vector>

#include <benchmark/benchmark.h>
#include <torch/optim/schedulers/step_lr.h>
#include <torch/optim/sgd.h>
#if __has_include(<torch/optim/schedulers/reduce_on_plateau_scheduler.h>)
#include <torch/optim/schedulers/reduce_on_plateau_scheduler.h>
#define LIBTORCH_HAS_PLATEAU
#endif

#include "losses.hpp"

#include <autodecay/all.hpp>

#ifndef NDEBUG
#error "A benchmark with assertions measures the assertions: build it with NDEBUG."
#endif

namespace {

constexpr double first_rate = 0.1;

torch::optim::SGD make_optimizer(std::int64_t groups) {
  std::vector<torch::optim::OptimizerParamGroup> all;
  for (std::int64_t i = 0; i < groups; ++i)
    all.emplace_back(std::vector<torch::Tensor>{torch::zeros(1)});
  return torch::optim::SGD(std::move(all), torch::optim::SGDOptions(first_rate));
}

/// Passes all losses to `step`, again and again. Calls `begin` before each pass.
template <typename Step, typename Begin>
void run(benchmark::State& state, Step step, Begin begin) {
  const std::vector<double> losses = bench::losses(bench::Shape::noisy);
  for (auto _ : state) {
    begin();
    for (const double loss : losses) step(loss);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(losses.size()));
}

template <typename Step>
void run(benchmark::State& state, Step step) {
  run(state, step, [] {});
}

void auto_decay(benchmark::State& state) {
  auto optimizer = make_optimizer(state.range(0));
  autodecay::AutoDecay scheduler({.tolerance = 0.0});
  run(state, [&](double loss) { benchmark::DoNotOptimize(scheduler.step(optimizer, loss)); });
}

void step_decay(benchmark::State& state) {
  auto optimizer = make_optimizer(state.range(0));
  autodecay::StepDecay scheduler({.interval = 1'000'000'000});
  run(state, [&](double) { benchmark::DoNotOptimize(scheduler.step(optimizer)); });
}

void decay_each_time(benchmark::State& state) {
  auto optimizer = make_optimizer(state.range(0));
  // A decay of less than the resolution of float would change nothing, and stop the training.
  autodecay::StepDecay scheduler({.interval = 1, .factor = 1.0 - 1e-6});
  autodecay::Decision decision = autodecay::Decision::decay;
  const auto step = [&](double) { benchmark::DoNotOptimize(decision = scheduler.step(optimizer)); };
  // A rate near 0 would stop the training, too.
  const auto begin = [&] {
    state.PauseTiming();
    for (auto& group : optimizer.param_groups()) group.options().set_lr(first_rate);
    scheduler.reset();
    state.ResumeTiming();
  };
  run(state, step, begin);
  if (decision != autodecay::Decision::decay)
    state.SkipWithError("the last step was expected to decay, but the training has stopped");
}

void libtorch_step_lr(benchmark::State& state) {
  auto optimizer = make_optimizer(state.range(0));
  torch::optim::StepLR scheduler(optimizer, 1'000'000'000);
  run(state, [&](double) { scheduler.step(); });
}

BENCHMARK(auto_decay)->Arg(1)->Arg(160);
BENCHMARK(step_decay)->Arg(1)->Arg(160);
BENCHMARK(decay_each_time)->Arg(1)->Arg(160);
BENCHMARK(libtorch_step_lr)->Arg(1)->Arg(160);

#ifdef LIBTORCH_HAS_PLATEAU
void libtorch_plateau(benchmark::State& state) {
  auto optimizer = make_optimizer(state.range(0));
  torch::optim::ReduceLROnPlateauScheduler scheduler(
      optimizer, torch::optim::ReduceLROnPlateauScheduler::min, 0.1F, 1'000'000'000);
  run(state, [&](double loss) { scheduler.step(static_cast<float>(loss)); });
}
BENCHMARK(libtorch_plateau)->Arg(1)->Arg(160);
#endif

}  // namespace

BENCHMARK_MAIN();
