#pragma once

#include "run/checkpoint.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trainer {

/// A run's checkpoints in its folder: the last one, the one before it, and the next one, which a
/// process that was killed while it saved may have left.
inline constexpr const char* last_checkpoint_name = "last.ckpt";
inline constexpr const char* previous_checkpoint_name = "previous.ckpt";
inline constexpr const char* next_checkpoint_name = "next.ckpt";
inline constexpr std::array checkpoint_names = {last_checkpoint_name, next_checkpoint_name,
                                                previous_checkpoint_name};

/// Whether the folder has a checkpoint, sound or not.
[[nodiscard]] bool has_checkpoint(const std::filesystem::path& folder);

/// A checkpoint and where it was read.
struct CheckpointFile {
  std::filesystem::path path;
  Checkpoint checkpoint;
};

/// The checkpoints of a folder.
struct CheckpointFiles {
  std::optional<CheckpointFile> newest;  ///< of the sound ones
  std::vector<std::string> problems;     ///< read_checkpoint()'s messages for unsound ones
};
[[nodiscard]] CheckpointFiles read_checkpoints(const std::filesystem::path& folder);

/// Makes this the last checkpoint, and the last one the previous if it is sound. Wherever it is cut
/// short, the newest sound checkpoint is this one or that from before. Throws std::system_error.
void save_checkpoint(const std::filesystem::path& folder, const Checkpoint& checkpoint);

}  // namespace trainer
