#pragma once

#include "trainer/state_dict.hpp"

#include <filesystem>

#include <nlohmann/json.hpp>

namespace trainer {

/// The weights of a network, and what is known of it.
struct Snapshot {
  StateDict model;
  nlohmann::ordered_json about = nlohmann::ordered_json::object();
};

/// Replaces the file by a snapshot as a whole, on the disk when it returns. Python's torch.load
/// reads it, also with weights_only=True, as a dict: under "model" the tensors by name, for
/// load_state_dict; then the entries of `about`. The tensors are written from the CPU's memory,
/// contiguous in the order of their dimensions. Takes twice the tensors' memory meanwhile.
///
/// Throws std::invalid_argument if `about` is no object or has an entry "model", and
/// std::system_error that names the file, which is then as it was.
void write_snapshot(const std::filesystem::path& path, const StateDict& model,
                    const nlohmann::ordered_json& about);

/// Reads such a file, or one that Python's torch.save wrote of a state dict, or of a dict that has
/// one under "model" or "state_dict". Its other entries become `about`, without those that JSON
/// cannot hold: a tensor, a key that is no string, a list with such a value. The tensors are on the
/// CPU, of whatever device they were; names lose the "module." before all that DataParallel adds.
/// Nothing that the file names is run.
///
/// Throws std::system_error if the file cannot be read, and std::runtime_error that names it and
/// what is wrong if it is truncated, damaged or another: one in the format before PyTorch 1.6, one
/// that holds objects of further types.
[[nodiscard]] Snapshot read_snapshot(const std::filesystem::path& path);

}  // namespace trainer
