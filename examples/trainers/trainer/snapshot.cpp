#include "trainer/snapshot.hpp"

#include "trainer/files.hpp"
#include "trainer/stored_tensors.hpp"

#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace trainer {

void write_snapshot(const std::filesystem::path& path, const StateDict& model,
                    const nlohmann::ordered_json& about) {
  if (!about.is_object())
    throw std::invalid_argument("write_snapshot: about must be an object, got " + about.dump());
  safetensors::Metadata metadata;
  for (const auto& [key, value] : about.items())
    metadata[key] = value.is_string() ? value.get<std::string>() : value.dump();
  write_atomically(path, StoredTensors(model, metadata).parts());
}

}  // namespace trainer
