#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace imagenet {

/// An epoch of a run, as its metrics.csv has it.
struct EpochReport {
  std::int64_t epoch = 0;
  std::int64_t stage = 0;
  double learning_rate = 0.0;
  std::int64_t batch_size = 0;  ///< images a step
  double top1 = 0.0;            ///< share of the test images, at its end
  std::optional<double> top5;   ///< likewise; not all programs measure it
  bool stops = false;           ///< the schedule ends the run with it
};

/// What a run's folder tells of it, as far as it has come.
struct RunReport {
  std::filesystem::path folder;

  /// config.json: each setting with its value as JSON, texts without their quotes.
  std::map<std::string, std::string> settings;

  std::string method;                  ///< StepDecay, AutoDecay, ReduceOnPlateau or "constant rate"
  std::vector<EpochReport> epochs;     ///< epoch 1, 2, …; at least one
  std::optional<std::int64_t> images;  ///< seen in training; not all programs count them
  double seconds = 0.0;                ///< of training, without the evaluation

  /// Why the run is not finished, in words; empty if it is: if its schedule has stopped it or its
  /// epochs are over.
  std::string unfinished;

  /// The value of a setting; empty if the run has none of this name.
  [[nodiscard]] std::string setting(const std::string& name) const;

  /// The last epoch, whose accuracies are the run's.
  [[nodiscard]] const EpochReport& last() const { return epochs.back(); }

  /// The last epoch of each stage, of the present one too.
  [[nodiscard]] std::vector<EpochReport> stage_ends() const;
};

/// Reads config.json and metrics.csv of a run that is finished or under way; a row without its end,
/// which is just being written, is left out. Columns train_top5, test_top5, images and skipped may
/// be missing, others may be there.
///
/// Throws std::runtime_error that names the file, and the line if it has one, for a file that is
/// missing or damaged, a schedule that is none, a column that is missing, and rows that are missing,
/// or whose epochs, stages, shares or decisions cannot be.
[[nodiscard]] RunReport read_run(const std::filesystem::path& folder);

}  // namespace imagenet
