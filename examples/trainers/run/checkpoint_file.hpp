#pragma once

#include "run/line_checksums.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace trainer {

/// A run between two steps, ready to be written.
struct Checkpoint {
  nlohmann::ordered_json configuration = {};  ///< of the run
  nlohmann::ordered_json data = {};           ///< describes the data set
  std::int64_t epoch = 1;                     ///< the current one
  std::int64_t step = 0;                      ///< completed in the epoch
  std::int64_t batch_size = 1;                ///< images per step
  double seconds = 0.0;                       ///< of training in the epoch
  double learning_rate = 0.0;
  std::string schedule = {};     ///< the result of Schedule::save()
  RecordChecksums records = {};  ///< of the folder's records at this moment
  /// A safetensors file of the network, the optimizer's momentum buffers and the epoch's sums, by
  /// name. The same state gives the same bytes, whatever the tensors' device and layout.
  std::string tensors = {};
};

/// Replaces the file atomically; it is on the disk when the call returns. Throws std::system_error
/// that names the file; the previous file is then intact.
void write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

/// A text that identifies a checkpoint: its epoch and step, and a checksum.
[[nodiscard]] std::string identity_of(const Checkpoint& checkpoint);

/// Throws std::runtime_error that names the file if it is not a checkpoint, has another version, is
/// truncated or damaged, has more bytes than the machine has memory, or holds a number outside the
/// range that the command line allows; throws std::system_error that names a file that cannot be
/// read.
[[nodiscard]] Checkpoint read_checkpoint(const std::filesystem::path& path);

/// Parses the bytes of the file; throws as read_checkpoint() does.
[[nodiscard]] Checkpoint parse_checkpoint(std::string bytes, const std::string& file);

}  // namespace trainer
