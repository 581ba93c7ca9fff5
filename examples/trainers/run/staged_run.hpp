#pragma once

#include "run/epoch_work.hpp"
#include "run/progress.hpp"
#include "run/run_plan.hpp"

#include <optional>
#include <stdexcept>
#include <vector>

#include <nlohmann/json.hpp>

namespace trainer {

/// How a training ended.
struct Outcome {
  int signal = 0;  ///< that interrupted it; 0: it finished

  /// The program's exit status, by the convention of shells.
  [[nodiscard]] int exit_status() const { return signal == 0 ? 0 : 128 + signal; }
};

/// The training loss was non-finite in so many consecutive epochs that the run has ended. Its rows,
/// and the checkpoint of the last good epoch if there was one, are kept.
struct Diverged : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A run and everything it uses.
struct StagedRun {
  const RunPlan& plan;
  EpochWork& work;
  TrainingState& state;
  Progress& progress;
  /// Where the run is recorded; null if another process records it.
  RunFolder* folder;
  const nlohmann::ordered_json& data;  ///< describes the data set
  std::vector<Probe> probes = {};      ///< of open_folder()

  /// Trains epoch by epoch until the schedule stops, the epochs are used up or a signal arrives
  /// (see catch_interrupts()), and records everything. Tells how to resume an interrupted run. Throws
  /// Diverged if the loss stays non-finite.
  [[nodiscard]] Outcome run() const;

 private:
  [[nodiscard]] std::optional<EpochResult> run_epoch() const;
  void save_between_steps() const;
  [[nodiscard]] Outcome stop_early() const;
  [[nodiscard]] autodecay::Decision finish_epoch(const EpochResult& result) const;
  [[nodiscard]] EpochRecord undecided(const EpochResult& result) const;
  void record(const EpochRecord& epoch) const;
  [[nodiscard]] DecisionRecord decision_before(const Epoch& next) const;
  void write_stage(const EpochRecord& epoch, const DecisionRecord& decision) const;
  void warn_of_loss(autodecay::Decision decision) const;
  bool save() const;
};

}  // namespace trainer
