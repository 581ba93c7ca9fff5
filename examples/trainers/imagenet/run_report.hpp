#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace imagenet {

/// An epoch of a run, from its metrics.csv.
struct EpochReport {
  std::int64_t epoch = 0;
  std::int64_t stage = 0;
  double learning_rate = 0.0;
  std::int64_t batch_size = 0;  ///< images per step
  double top1 = 0.0;            ///< share of the test images, at its end
  std::optional<double> top5;   ///< the same; not all programs measure it
  bool stops = false;           ///< the schedule ends the run after it
};

/// Summary of a run, finished or not, read from its folder.
struct RunReport {
  std::filesystem::path folder;

  /// config.json: each setting with its value as JSON, texts without their quotes.
  std::map<std::string, std::string> settings;

  std::string method;                  ///< StepDecay, AutoDecay, ReduceOnPlateau or "constant rate"
  std::vector<EpochReport> epochs;     ///< epoch 1, 2, …; at least one
  std::optional<std::int64_t> images;  ///< seen in training; not all programs count them
  double seconds = 0.0;                ///< of training, without the evaluation

  /// Why the run is not finished, in words. Empty if it is, which means that its schedule has
  /// stopped or its epochs are used up.
  std::string unfinished;

  /// The value of a setting; empty if the run does not have it.
  [[nodiscard]] std::string setting(const std::string& name) const;

  /// The last epoch, whose accuracies count as the run's.
  [[nodiscard]] const EpochReport& last() const { return epochs.back(); }

  /// The last epoch of each stage, including the current one.
  [[nodiscard]] std::vector<EpochReport> stage_ends() const;
};

/// Reads config.json and metrics.csv of a run that is finished or under way. An incomplete last
/// row, which is being written, is left out. The columns train_top5, test_top5, images and skipped
/// are optional; other columns are allowed.
///
/// Throws std::runtime_error that names the file, and the line if there is one, for a missing or
/// damaged file, an invalid schedule, a missing column, missing rows, and impossible epochs,
/// stages, shares or decisions.
[[nodiscard]] RunReport read_run(const std::filesystem::path& folder);

}  // namespace imagenet
