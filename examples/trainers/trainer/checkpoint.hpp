#pragma once

#include "trainer/engine.hpp"
#include "trainer/line_checksums.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace trainer {

class Schedule;

/// All that changes while a run goes on.
struct TrainingState {
  Network& network;
  torch::optim::SGD& optimizer;
  Schedule& schedule;
  Epoch epoch;
};

/// A run at a moment between two steps, ready for the disk.
struct Checkpoint {
  nlohmann::ordered_json configuration = {};  ///< of the run
  nlohmann::ordered_json data = {};           ///< a description of the data set
  std::int64_t epoch = 1;                     ///< begun
  std::int64_t step = 0;                      ///< steps done in it
  std::int64_t batch_size = 1;                ///< images of its steps
  double seconds = 0.0;                       ///< spent on them
  double learning_rate = 0.0;
  std::string schedule = {};     ///< as Schedule::save() has it
  RecordChecksums records = {};  ///< the lines of the folder's records at this moment
  /// A safetensors file of the network, the optimizer's momenta and the epoch's sums, by name: the
  /// same bytes for the same state, whatever the tensors' device and layout.
  std::string tensors = {};
};

/// Takes a checkpoint of the state; waits for the device.
[[nodiscard]] Checkpoint take_checkpoint(const TrainingState& state,
                                         nlohmann::ordered_json configuration,
                                         nlohmann::ordered_json data);

/// Puts the state where the checkpoint was taken. Its tensors keep their layouts.
///
/// Throws std::runtime_error that names the first tensor that is missing, too many or of another
/// shape than in `state`, and what the schedule throws; the state is then to be used no more.
void restore(const Checkpoint& checkpoint, TrainingState& state);

/// Replaces the file by the checkpoint as a whole, on the disk when it returns. Throws
/// std::system_error that names the file; the one before it is then still there.
void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

/// A text that tells checkpoints apart: how far the run is, and a checksum.
[[nodiscard]] std::string identity_of(const Checkpoint& checkpoint);

/// Throws std::runtime_error that names the file if it is no checkpoint, one of another version,
/// truncated or damaged, or if a number in it is out of the range that the command line has for it;
/// std::system_error that names a file that cannot be read.
[[nodiscard]] Checkpoint read_checkpoint(const std::filesystem::path& path);

}  // namespace trainer
