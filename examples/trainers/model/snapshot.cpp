#include "model/snapshot.hpp"

#include "model/stored_tensors.hpp"
#include "support/crc32.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace trainer {
namespace {

constexpr const char* checksum_key = "crc32";

/// Of a snapshot without its checksum, in whatever order it has the tensors.
std::string checksum_of(StateDict model, const safetensors::Metadata& metadata) {
  std::sort(model.begin(), model.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return std::to_string(support::crc32_of(StoredTensors(model, metadata).parts()));
}

}  // namespace

void write_snapshot(const std::filesystem::path& path, const StateDict& model,
                    const nlohmann::ordered_json& about) {
  if (!about.is_object())
    throw std::invalid_argument("write_snapshot: about must be an object, got " + about.dump());
  safetensors::Metadata metadata;
  for (const auto& [key, value] : about.items())
    metadata[key] = value.is_string() ? value.get<std::string>() : value.dump();
  metadata[checksum_key] = checksum_of(model, metadata);
  support::write_atomically(path, StoredTensors(model, metadata).parts());
}

void require_own_checksum(const StateDict& model, const safetensors::Metadata& metadata) {
  safetensors::Metadata others = metadata;
  const auto checksum = others.extract(checksum_key);
  if (!checksum.empty() && checksum.mapped() != checksum_of(model, others))
    throw std::runtime_error("damaged: its checksum does not match");
}

}  // namespace trainer
