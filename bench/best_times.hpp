#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

namespace bench {

/// Nanoseconds per item, by the name of the benchmark.
using Times = std::map<std::string, double>;

/// Prints the usual report, and in the end what `print` makes of the best time of each benchmark, which
/// is the least disturbed.
class BestTimes : public benchmark::ConsoleReporter {
 public:
  explicit BestTimes(std::function<void(const Times&)> print) : print_(std::move(print)) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      failed_ = failed_ || run.error_occurred;
      if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
      const double time = 1e9 / run.counters.at("items_per_second");
      auto [entry, is_new] = best_.try_emplace(run.run_name.function_name, time);
      if (!is_new) entry->second = std::min(entry->second, time);
    }
  }

  void Finalize() override {
    ConsoleReporter::Finalize();
    print_(best_);
  }

  /// Whether a benchmark has reported an error.
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  std::function<void(const Times&)> print_;
  Times best_;
  bool failed_ = false;
};

}  // namespace bench
