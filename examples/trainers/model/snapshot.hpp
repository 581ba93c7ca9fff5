#pragma once

#include "model/safetensors.hpp"
#include "model/state_dict.hpp"

#include <filesystem>

#include <nlohmann/json_fwd.hpp>

namespace trainer {

/// Atomically replaces the file by a network's weights and metadata; it is on the disk when the
/// call returns. The result is a safetensors file, which TensorFile reads here and
/// safetensors.torch.load_file in Python. The entries of `about` are its metadata: strings as they
/// are, other values as JSON text; and "crc32", a checksum of the names, numbers and other texts.
///
/// Throws std::invalid_argument if `about` is not an object, whatever StoredTensors throws, and
/// std::system_error that names the file, which is then unchanged.
void write_snapshot(const std::filesystem::path& path, const StateDict& model,
                    const nlohmann::ordered_json& about);

/// Throws std::runtime_error if the metadata of a snapshot has a wrong checksum. A snapshot written by
/// Python has none.
void require_own_checksum(const StateDict& model, const safetensors::Metadata& metadata);

}  // namespace trainer
