#pragma once

#include "imagenet/run_report.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace imagenet {

/// Runs that differ in nothing but their seeds and in how they are carried out: the settings seed and
/// order-seed, device, threads, workers, checkpoint-steps and timeout.
struct Method {
  /// That of its runs; where several methods share it, with what tells them apart.
  std::string name;

  std::vector<RunReport> runs;  ///< at least one

  [[nodiscard]] bool is_finished() const;

  /// A number of each run.
  [[nodiscard]] std::vector<double> values(
      const std::function<double(const RunReport&)>& number) const;
};

/// Reads runs and puts those of one method together, in the order of the first ones; says on standard
/// error which ones are not finished. Throws trainer::UsageError for a folder that is named twice,
/// and as read_run does.
[[nodiscard]] std::vector<Method> read_methods(const std::vector<std::filesystem::path>& folders);

/// The same of runs that have been read.
[[nodiscard]] std::vector<Method> grouped(const std::vector<RunReport>& runs);

/// The settings but the schedule and the epochs in which methods differ, each with its values:
/// "model: resnet50 (StepDecay), resnet18 (AutoDecay)".
[[nodiscard]] std::vector<std::string> other_differences(const std::vector<Method>& methods);

/// Those of the settings device, threads and workers that not all runs share, so that their hours do
/// not compare.
[[nodiscard]] std::vector<std::string> machine_differences(const std::vector<Method>& methods);

}  // namespace imagenet
