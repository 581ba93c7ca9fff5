#include "trainer/snapshot.hpp"

#include "trainer/files.hpp"
#include "trainer/stored_tensors.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>
#include <zlib.h>

namespace trainer {
namespace {

constexpr const char* checksum_key = "crc32";

/// Of a snapshot without its checksum, in whatever order it has the tensors.
std::string checksum_of(StateDict model, const safetensors::Metadata& metadata) {
  std::sort(model.begin(), model.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  uLong checksum = 0;
  const StoredTensors stored(model, metadata);
  for (const std::string_view part : stored.parts())
    checksum = ::crc32_z(checksum, reinterpret_cast<const Bytef*>(part.data()), part.size());
  return std::to_string(checksum);
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
  write_atomically(path, StoredTensors(model, metadata).parts());
}

void require_own_checksum(const StateDict& model, const safetensors::Metadata& metadata) {
  safetensors::Metadata others = metadata;
  const auto checksum = others.extract(checksum_key);
  if (!checksum.empty() && checksum.mapped() != checksum_of(model, others))
    throw std::runtime_error("damaged: its checksum does not match");
}

}  // namespace trainer
