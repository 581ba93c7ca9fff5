#pragma once

#include "transfer/matrix.hpp"
#include "transfer/options.hpp"

#include <filesystem>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace transfer {

class Images;
struct Source;

/// Everything that a folder's numbers depend on, as stored in its config.json: the settings, the
/// source run's stages, and the targets' images.
[[nodiscard]] nlohmann::ordered_json describe(const Options& options, const Source& source,
                                              const Images& images);

/// Writes describe()'s answer into the config.json of an existing folder, and keeps the checksums of its
/// cells. Throws std::runtime_error if the existing config.json is damaged or has a different source, or
/// a different target of the same name that has results, and if there are results without config.json.
void update_description(const std::filesystem::path& folder, nlohmann::ordered_json content);

/// The matrix that a folder's config.json describes. Throws std::runtime_error that names the file if
/// it cannot be read or is damaged.
[[nodiscard]] Matrix read_matrix(const std::filesystem::path& folder);

/// The matrix of a description.
[[nodiscard]] Matrix matrix_of(const nlohmann::ordered_json& description);

}  // namespace transfer
