#pragma once

#include "imagenet/run_report.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace imagenet {

/// Runs that differ only in their seeds and in how they are carried out: the settings seed and
/// order-seed, device, threads, workers, checkpoint-steps and timeout.
struct Method {
  /// The method of the runs; if several methods share its name, followed by what distinguishes
  /// them.
  std::string name;

  std::vector<RunReport> runs;  ///< at least one

  [[nodiscard]] bool is_finished() const;

  /// A number for each run.
  [[nodiscard]] std::vector<double> values(
      const std::function<double(const RunReport&)>& number) const;
};

/// Reads runs and groups them by method, ordered by the first run of each. Reports unfinished runs
/// on standard error. Throws support::UsageError for a folder that is named twice, and as
/// read_run() does.
[[nodiscard]] std::vector<Method> read_methods(const std::vector<std::filesystem::path>& folders);

/// The same for runs that have already been read.
[[nodiscard]] std::vector<Method> grouped(const std::vector<RunReport>& runs);

/// The settings except the schedule and the epochs in which methods differ, each with its values:
/// "model: resnet50 (StepDecay), resnet18 (AutoDecay)".
[[nodiscard]] std::vector<std::string> other_differences(const std::vector<Method>& methods);

/// Those of the settings device, threads and workers that are not the same in all runs. If there
/// are any, the runs' hours are not comparable.
[[nodiscard]] std::vector<std::string> machine_differences(const std::vector<Method>& methods);

}  // namespace imagenet
