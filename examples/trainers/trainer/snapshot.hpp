#pragma once

#include "trainer/safetensors.hpp"
#include "trainer/state_dict.hpp"

#include <filesystem>

#include <nlohmann/json_fwd.hpp>

namespace trainer {

/// Replaces the file by a network's weights and what is known of it, as a whole, on the disk when it
/// returns: a safetensors file, which TensorFile reads here and safetensors.torch.load_file in
/// Python. The entries of `about` are its metadata: strings as they are, all else as JSON text; and
/// "crc32", a checksum of the names, numbers and other texts.
///
/// Throws std::invalid_argument if `about` is no object, what StoredTensors throws, and
/// std::system_error that names the file, which is then as it was.
void write_snapshot(const std::filesystem::path& path, const StateDict& model,
                    const nlohmann::ordered_json& about);

/// Throws std::runtime_error if the metadata of a snapshot has a checksum that does not fit. One that
/// Python has written has none.
void require_own_checksum(const StateDict& model, const safetensors::Metadata& metadata);

}  // namespace trainer
