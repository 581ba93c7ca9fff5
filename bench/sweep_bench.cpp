// The cost of a sweep compared with a loop over the schedulers that it replaces: 1,024 detectors, a
// million losses, one core. It reports nothing unless both find the same first plateaus. The result
// is the table of ratios at the end, because absolute times vary between machines.
//
// build/bin/sweep_bench --benchmark_enable_random_interleaving=true --benchmark_repetitions=3

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
  std::string name;
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

template <typename Loss>
Record record(std::string name, double largest_tolerance, Loss loss) {
  Record record{std::move(name), {}, grid(largest_tolerance)};
  for (int i = 0; i < 1'000'000; ++i) record.losses.push_back(loss(i));
  return record;
}

std::vector<Record> records() {
  const std::vector<double> noise = bench::losses(bench::Shape::noisy);
  const auto noise_at = [&](int i) { return noise[static_cast<std::size_t>(i) % noise.size()]; };
  const auto descent = [&](int i) { return 0.4 + 2000.0 / (i + 1000) + 0.1 * noise_at(i); };
  return {
      record("noise", 1e-3, noise_at),
      record("descent", 0.02, descent),
      record("around_zero", 0.2, [&](int i) { return noise_at(i) - 1.5; }),
      record("falling", 3e-6, [](int i) { return 2.0 - 1e-6 * i; }),
  };
}

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

void measure(benchmark::State& state, const Record& record, FirstPlateaus (*find)(const Record&)) {
  FirstPlateaus firsts;
  for (auto _ : state) {
    firsts = find(record);
    benchmark::DoNotOptimize(firsts);
  }
  const auto found = firsts.size() - static_cast<std::size_t>(
                                         std::count(firsts.begin(), firsts.end(), std::nullopt));
  state.counters["plateaus"] = static_cast<double>(found);
  const auto observations = static_cast<double>(detectors(record.grid) * record.losses.size());
  state.counters["per_detector_and_loss"] = benchmark::Counter(
      observations, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Prints the usual report, and keeps the best time of each benchmark, which is the least
/// disturbed.
class Ratios : public benchmark::ConsoleReporter {
 public:
  explicit Ratios(const std::vector<Record>& records) : records_(records) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      const double time = 1e9 * run.counters.at("per_detector_and_loss");
      auto [entry, is_new] = best_.try_emplace(run.run_name.function_name, time);
      if (!is_new) entry->second = std::min(entry->second, time);
    }
  }

  void Finalize() override {
    ConsoleReporter::Finalize();
    std::printf("\n%-12s %12s %12s %8s   (best; ns per detector and loss)\n", "", "schedulers",
                "sweep", "ratio");
    for (const Record& record : records_) {
      const auto loop = best_.find("Schedulers/" + record.name);
      const auto sweep = best_.find("Sweep/" + record.name);
      if (loop == best_.end() || sweep == best_.end()) continue;
      std::printf("%-12s %12.3f %12.3f %8.1f\n", record.name.c_str(), loop->second, sweep->second,
                  loop->second / sweep->second);
    }
  }

 private:
  const std::vector<Record>& records_;
  std::map<std::string, double> best_;
};

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const std::vector<Record> all = records();
  for (const Record& record : all) {
    if (by_sweep(record) != by_schedulers(record)) {
      std::fprintf(stderr,
                   "sweep_bench: %s: the sweep and the schedulers find different plateaus\n",
                   record.name.c_str());
      return 1;
    }
    benchmark::RegisterBenchmark(("Schedulers/" + record.name).c_str(), measure, record,
                                 by_schedulers)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("Sweep/" + record.name).c_str(), measure, record, by_sweep)
        ->Unit(benchmark::kMillisecond);
  }
  Ratios reporter(all);
  benchmark::RunSpecifiedBenchmarks(&reporter);
}
