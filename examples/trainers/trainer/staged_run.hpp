#pragma once

#include "trainer/checkpoint.hpp"
#include "trainer/progress.hpp"
#include "trainer/run_folder.hpp"

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
  int signal = 0;  ///< that interrupted it; 0: it is finished
};

/// The training loss was not finite in so many epochs in a row that the run has ended. Its rows, and
/// the checkpoint of the last good epoch if there was one, stay.
struct Diverged : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What an epoch came to.
struct EpochResult {
  Score train;                    ///< over the epoch, while the weights changed
  Score test;                     ///< at its end
  std::vector<double> more = {};  ///< as EpochRecord has it
};

/// The work of a run's epochs, which each program does in its own way.
class EpochWork {
 public:
  virtual ~EpochWork() = default;

  /// Training images of an epoch.
  [[nodiscard]] virtual std::int64_t images() const = 0;

  /// Steps of an epoch with such batches.
  [[nodiscard]] virtual std::int64_t steps(std::int64_t batch_size) const = 0;

  /// The beginning of an epoch; the batch size is cut to one that the data allow.
  [[nodiscard]] virtual Epoch begin(std::int64_t number, std::int64_t batch_size) const = 0;

  /// Trains what is left of an epoch, and evaluates; nothing if `go_on`, asked after every step,
  /// says no: as soon as all who take part know. While it is asked the epoch is as a checkpoint is
  /// to have it.
  [[nodiscard]] virtual std::optional<EpochResult> run(Epoch& epoch,
                                                       const std::function<bool()>& go_on) = 0;

  /// An epoch's sums, over all that take part in the run; waits for the device.
  [[nodiscard]] virtual at::Tensor sums(const Epoch& epoch) const { return epoch.sums; }

  /// Throws std::runtime_error if those who take part in the run have different values.
  virtual void check_agreement(const std::string& what, const std::string& value) const {
    (void)what;
    (void)value;
  }
};

/// What a run is, for its folder and its loop.
struct RunPlan {
  std::filesystem::path out;
  bool resume = false;
  std::int64_t epochs = 1;            ///< at most
  std::int64_t checkpoint_steps = 0;  ///< from one checkpoint to the next; 0: an epoch's end alone
  std::string schedule;               ///< see Schedule
  std::string method;                 ///< as EpochRecord has it
  nlohmann::ordered_json configuration;
  std::set<std::string> changeable;  ///< settings of the configuration, see settings_difference()
  std::string architecture;          ///< the network's name, for snapshots
  std::vector<std::string> more_columns = {};  ///< of EpochRecord::more

  /// What a resumed run goes on from, the newest checkpoint that is sound; nothing if it has not come
  /// to its first one. Throws std::runtime_error for one of another run, and for records that are not
  /// as they were written; UsageError if it has begun more epochs than the plan has.
  [[nodiscard]] std::optional<Checkpoint> last_checkpoint() const;

  /// Whether the run that the checkpoint is of has nothing left to do.
  [[nodiscard]] bool is_finished(const Checkpoint& checkpoint) const;

  /// Says on standard output that there is nothing left to do after the checkpoint.
  void tell_finished(const Checkpoint& checkpoint) const;

  /// Puts the state where the checkpoint was taken. Throws std::runtime_error that names it if its
  /// tensors are not those of the state, or the work cannot be where it says.
  void restore(const Checkpoint& checkpoint, TrainingState& state, const EpochWork& work) const;

  /// The run's folder, begun or gone on with.
  [[nodiscard]] RunFolder open_folder() const;
};

/// A run with all that it needs while it goes on.
struct StagedRun {
  const RunPlan& plan;
  EpochWork& work;
  TrainingState& state;
  Progress& progress;
  /// Where it is recorded; null where another process does that.
  RunFolder* folder;
  const nlohmann::ordered_json& data;  ///< a description of the data set
  /// Called for every epoch after its row is written.
  std::vector<std::function<void(const EpochRecord&)>> observers = {};

  /// Trains epoch by epoch until the schedule stops, the epochs are over or a signal arrives (see
  /// catch_interrupts()), and records all of it. Throws Diverged for a loss that stays not finite.
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

/// Throws std::runtime_error if the data set is not described as it was when the run began.
void check_unchanged(const std::string& source, const nlohmann::ordered_json& then,
                     const nlohmann::ordered_json& now);

}  // namespace trainer
