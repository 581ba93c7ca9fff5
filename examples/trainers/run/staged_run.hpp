#pragma once

#include "engine/probes.hpp"
#include "run/checkpoint.hpp"
#include "run/progress.hpp"
#include "run/run_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
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

/// The result of an epoch.
struct EpochResult {
  /// On the training images: "running", the mean over the epoch while the weights changed, or
  /// "evaluated", without augmentation at the end of the epoch.
  Score train;
  Score test;                     ///< at the end of the epoch
  std::vector<double> more = {};  ///< see EpochRecord
};

/// The work of an epoch, which each program implements in its own way.
class EpochWork {
 public:
  virtual ~EpochWork() = default;

  /// Training images per epoch.
  [[nodiscard]] virtual std::int64_t images() const = 0;

  /// Steps per epoch with this batch size.
  [[nodiscard]] virtual std::int64_t steps(std::int64_t batch_size) const = 0;

  /// The beginning of an epoch. The batch size is reduced to one that the data allow.
  [[nodiscard]] virtual Epoch begin(std::int64_t number, std::int64_t batch_size) const = 0;

  /// Trains the rest of an epoch and evaluates. Calls `go_on` after every step, and returns nothing
  /// if it returns false, once all processes know. During the call, the epoch is in the state that
  /// a checkpoint must record.
  [[nodiscard]] virtual std::optional<EpochResult> run(Epoch& epoch,
                                                       const std::function<bool()>& go_on) = 0;

  /// An epoch's sums over all processes of the run; waits for the device.
  [[nodiscard]] virtual at::Tensor sums(const Epoch& epoch) const { return epoch.sums; }

  /// Throws std::runtime_error if the processes of the run have different values.
  virtual void check_agreement(const std::string& what, const std::string& value) const {
    (void)what;
    (void)value;
  }
};

/// The plan of a run for its folder and its loop.
struct RunPlan {
  std::string program;  ///< that resumes the run
  std::filesystem::path out;
  bool resume = false;
  std::int64_t epochs = 1;            ///< at most
  std::int64_t checkpoint_steps = 0;  ///< between checkpoints; 0: only at the end of an epoch
  std::string schedule;               ///< see Schedule
  std::string method;                 ///< see EpochRecord
  nlohmann::ordered_json configuration;
  std::set<std::string> changeable;            ///< settings, see settings_difference()
  std::string architecture;                    ///< the network's name in snapshots
  std::vector<std::string> more_columns = {};  ///< names of EpochRecord::more

  /// The newest sound checkpoint to resume from; nothing if the run has not reached its first. Throws
  /// std::runtime_error for a checkpoint of another run and for altered records, and UsageError if the
  /// run has started more epochs than the plan has.
  [[nodiscard]] std::optional<Checkpoint> last_checkpoint() const;

  /// Whether the checkpoint's run has nothing left to do.
  [[nodiscard]] bool is_finished(const Checkpoint& checkpoint) const;

  /// Prints that nothing is left to do after the checkpoint.
  void tell_finished(const Checkpoint& checkpoint) const;

  /// Restores the state of the checkpoint. Throws std::runtime_error that names the checkpoint if
  /// its tensors do not match the state, or the work has no such step.
  void restore(const Checkpoint& checkpoint, TrainingState& state, const EpochWork& work) const;

  /// Creates the run's folder, or reopens it as it was at the checkpoint, with a table per probe.
  [[nodiscard]] RunFolder open_folder(const std::optional<Checkpoint>& checkpoint,
                                      const std::vector<Probe>& probes = {}) const;
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
  [[nodiscard]] Outcome stop_early() const;
  [[nodiscard]] autodecay::Decision finish_epoch(const EpochResult& result) const;
  [[nodiscard]] EpochRecord undecided(const EpochResult& result) const;
  void record(const EpochRecord& epoch) const;
  [[nodiscard]] DecisionRecord decision_before(const Epoch& next) const;
  void write_stage(const EpochRecord& epoch, const DecisionRecord& decision) const;
  void warn_of_loss(autodecay::Decision decision) const;
  bool save() const;
};

/// Throws std::runtime_error unless the data set has the same description as when the run started.
void check_unchanged(const std::string& source, const nlohmann::ordered_json& then,
                     const nlohmann::ordered_json& now);

}  // namespace trainer
