// The cost of one observation, for windows from 5 to 100,000 and noisy, decreasing or constant
// losses, compared with hand-written code for the same task. Everything is measured in one run. The
// result is the table of ratios at the end, because absolute times vary between machines.
//
// build/bin/observation_bench --benchmark_enable_random_interleaving=true --benchmark_repetitions=9

#include "baselines.hpp"
#include "best_times.hpp"
#include "losses.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <autodecay/all.hpp>
#include <autodecay/runtime/any_scheduler.hpp>

#ifndef NDEBUG
#error "A benchmark with assertions measures the assertions: build it with NDEBUG."
#endif

namespace {
std::atomic<std::int64_t> allocations = 0;
}

// Not inlined, because GCC would report a mismatched free() in the caller.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using bench::Shape;

constexpr double beta = 0.9;
constexpr double never =
    0.0;  // a tolerance that never holds, so that all observations take the same path
const std::vector<std::int64_t> windows = {5, 10, 100, 1'000, 10'000, 100'000};

/// Repeatedly passes all losses of a shape to `observe`, and counts the allocations.
template <typename Observe>
void run(benchmark::State& state, Shape shape, Observe observe) {
  const std::vector<double> losses = bench::losses(shape);
  double result = 0.0;
  const std::int64_t before = allocations;
  for (auto _ : state) {
    for (const double loss : losses) result += static_cast<double>(observe(loss));
    benchmark::DoNotOptimize(result);
  }
  state.counters["allocations"] = static_cast<double>(allocations - before);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(losses.size()));
}

template <typename Detector>
void detector(benchmark::State& state, Detector detect, Shape shape) {
  run(state, shape, [&](double loss) { return detect.observe(loss); });
}

template <typename Average>
void average(benchmark::State& state, Average smooth, Shape shape) {
  run(state, shape, [&](double loss) { return smooth.update(loss); });
}

/// AutoDecay, and the scheduler of the same policies that are chosen at run time.
autodecay::AutoDecay auto_decay(std::int64_t window) {
  return autodecay::AutoDecay({.beta = beta, .window = window, .tolerance = never});
}
autodecay::runtime::AnyScheduler any_scheduler(std::int64_t window) {
  const autodecay::AutoDecay same = auto_decay(window);
  return autodecay::runtime::AnyScheduler(same.average(), same.stability(), same.drop(),
                                          same.action());
}

void print_ratios(const bench::Times& times) {
  const auto bare = times.find("BareAverage");
  double least = 0.0;
  double most = 0.0;
  for (const auto& [name, time] : times) {
    if (!name.starts_with("AutoDecay/")) continue;
    least = least == 0.0 ? time : std::min(least, time);
    most = std::max(most, time);
  }
  if (bare == times.end() || most == 0.0) return;
  std::printf("\n%-32s %10s %10s\n", "best of the run", "ns", "bare = 1");
  for (const auto& [name, time] : times)
    std::printf("%-32s %10.2f %10.2f\n", name.c_str(), time, time / bare->second);
  std::printf("\nAutoDecay, slowest of all windows and losses / bare average: %.2f\n",
              most / bare->second);
  std::printf("AutoDecay, slowest / fastest of all windows and losses: %.2f\n", most / least);
  const auto plain = times.find("AutoDecay/10/noisy");
  const auto any = times.find("AnyScheduler/10/noisy");
  if (plain != times.end() && any != times.end())
    std::printf("AnyScheduler of the same policies - AutoDecay: %.2f ns\n",
                any->second - plain->second);
}

void register_all() {
  benchmark::RegisterBenchmark("BareAverage", [](benchmark::State& state) {
    average(state, bench::BareAverage(beta), Shape::noisy);
  });
  benchmark::RegisterBenchmark("CorrectedAverage", [](benchmark::State& state) {
    average(state, bench::CorrectedAverage(beta), Shape::noisy);
  });
  benchmark::RegisterBenchmark("ExponentialMovingAverage", [](benchmark::State& state) {
    average(state, autodecay::ExponentialMovingAverage(beta), Shape::noisy);
  });
  benchmark::RegisterBenchmark("AnyScheduler/10/noisy", [](benchmark::State& state) {
    detector(state, any_scheduler(10), Shape::noisy);
  });
  for (const Shape shape : {Shape::noisy, Shape::falling, Shape::flat}) {
    for (const std::int64_t window : windows) {
      const std::string suffix = "/" + std::to_string(window) + "/" + bench::name(shape);
      benchmark::RegisterBenchmark(
          ("AutoDecay" + suffix).c_str(),
          [shape, window](benchmark::State& state) { detector(state, auto_decay(window), shape); });
      benchmark::RegisterBenchmark(
          ("Deque" + suffix).c_str(), [shape, window](benchmark::State& state) {
            detector(state, bench::DequeDetector(beta, window, never), shape);
          });
      if (window <= 1'000)
        benchmark::RegisterBenchmark(
            ("Rescan" + suffix).c_str(), [shape, window](benchmark::State& state) {
              detector(state, bench::RescanDetector(beta, window, never), shape);
            });
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  register_all();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  bench::BestTimes reporter(print_ratios);
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return reporter.failed() ? 1 : 0;
}
