#pragma once

#include "engine/probes.hpp"
#include "run/checkpoint.hpp"
#include "run/run_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace trainer {

class EpochWork;

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

/// Throws std::runtime_error unless the data set has the same description as when the run started.
void check_unchanged(const std::string& source, const nlohmann::ordered_json& then,
                     const nlohmann::ordered_json& now);

}  // namespace trainer
