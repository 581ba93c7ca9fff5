// The cost of a sweep compared with a loop over the schedulers that it replaces: 1,024 detectors, a
// million losses, one core. It reports nothing unless both find the same first plateaus. The result
// is the table of ratios at the end, because absolute times vary between machines.
//
// build/bin/sweep_bench --benchmark_enable_random_interleaving=true --benchmark_repetitions=3

#include "best_times.hpp"
#include "losses.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include <autodecay/presets.hpp>
#include <autodecay/sweep.hpp>

#ifndef NDEBUG
#error "A benchmark with assertions measures the assertions: build it with NDEBUG."
#endif

namespace {

using autodecay::Sweep;
using FirstPlateaus = std::vector<std::optional<std::int64_t>>;

struct Record {
  std::vector<double> losses;
  Sweep::Grid grid;
};

/// 8 averages, 8 windows and 16 tolerances from `largest` down to 1/75 of it.
Sweep::Grid grid(double largest) {
  Sweep::Grid grid{.betas = {0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995},
                   .windows = {5, 10, 20, 50, 100, 200, 500, 1'000},
                   .tolerances = {}};
  for (int i = 0; i < 16; ++i) grid.tolerances.push_back(largest * std::pow(0.75, i));
  return grid;
}

std::size_t detectors(const Sweep::Grid& grid) {
  return grid.betas.size() * grid.windows.size() * grid.tolerances.size();
}

double noise(int i) {
  static const std::vector<double> noise = bench::losses(bench::Shape::noisy);
  return noise[static_cast<std::size_t>(i) % noise.size()];
}

/// A million losses of a kind, and the largest tolerance of their grid.
struct Kind {
  const char* name;
  double largest_tolerance;
  double (*loss)(int i);

  [[nodiscard]] Record record() const {
    Record record{{}, grid(largest_tolerance)};
    for (int i = 0; i < 1'000'000; ++i) record.losses.push_back(loss(i));
    return record;
  }
};

constexpr Kind kinds[] = {
    {"noise", 1e-3, noise},
    {"descent", 0.02, [](int i) { return 0.4 + 2000.0 / (i + 1000) + 0.1 * noise(i); }},
    {"around_zero", 0.2, [](int i) { return noise(i) - 1.5; }},
    {"falling", 3e-6, [](int i) { return 2.0 - 1e-6 * i; }},
};

FirstPlateaus by_schedulers(const Record& record) {
  FirstPlateaus firsts;
  for (const double beta : record.grid.betas)
    for (const std::int64_t window : record.grid.windows)
      for (const double tolerance : record.grid.tolerances) {
        autodecay::AutoDecay scheduler({.beta = beta, .window = window, .tolerance = tolerance});
        const auto first = std::find_if(
            record.losses.begin(), record.losses.end(),
            [&](double loss) { return scheduler.observe(loss) != autodecay::Decision::hold; });
        firsts.push_back(first == record.losses.end()
                             ? std::nullopt
                             : std::optional(first - record.losses.begin() + 1));
      }
  return firsts;
}

FirstPlateaus by_sweep(const Record& record) {
  const Sweep sweep(record.losses, record.grid);
  FirstPlateaus firsts;
  for (std::size_t beta = 0; beta < record.grid.betas.size(); ++beta)
    for (std::size_t window = 0; window < record.grid.windows.size(); ++window)
      for (std::size_t tolerance = 0; tolerance < record.grid.tolerances.size(); ++tolerance)
        firsts.push_back(sweep.first_plateau(beta, window, tolerance));
  return firsts;
}

/// The record of a kind, made and checked when it is first asked for; nothing if the sweep and the
/// schedulers find different plateaus in it.
const std::optional<Record>& record_of(const Kind& kind) {
  static std::map<std::string, std::optional<Record>> records;
  const auto [entry, is_new] = records.try_emplace(kind.name);
  if (is_new) entry->second = kind.record();
  if (is_new && by_sweep(*entry->second) != by_schedulers(*entry->second)) entry->second.reset();
  return entry->second;
}

void measure(benchmark::State& state, const Kind& kind, FirstPlateaus (*find)(const Record&)) {
  const std::optional<Record>& record = record_of(kind);
  if (!record) {
    state.SkipWithError("the sweep and the schedulers find different plateaus");
    return;
  }
  FirstPlateaus firsts;
  for (auto _ : state) {
    firsts = find(*record);
    benchmark::DoNotOptimize(firsts);
  }
  const auto found = firsts.size() - static_cast<std::size_t>(
                                         std::count(firsts.begin(), firsts.end(), std::nullopt));
  state.counters["plateaus"] = static_cast<double>(found);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(detectors(record->grid) *
                                                                         record->losses.size()));
}

void print_ratios(const bench::Times& times) {
  std::printf("\n%-12s %12s %12s %8s   (best; ns per detector and loss)\n", "", "schedulers",
              "sweep", "ratio");
  for (const Kind& kind : kinds) {
    const auto loop = times.find("Schedulers/" + std::string(kind.name));
    const auto sweep = times.find("Sweep/" + std::string(kind.name));
    if (loop == times.end() || sweep == times.end()) continue;
    std::printf("%-12s %12.3f %12.3f %8.1f\n", kind.name, loop->second, sweep->second,
                loop->second / sweep->second);
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (const Kind& kind : kinds) {
    const std::string name = kind.name;
    benchmark::RegisterBenchmark(("Schedulers/" + name).c_str(), measure, kind, by_schedulers)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("Sweep/" + name).c_str(), measure, kind, by_sweep)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  bench::BestTimes reporter(print_ratios);
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return reporter.failed() ? 1 : 0;
}
