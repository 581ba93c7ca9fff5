#pragma once

#include "transfer/matrix.hpp"
#include "transfer/options.hpp"

#include <filesystem>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace transfer {

class Images;
struct Source;

/// What a folder's numbers rest on, as its config.json has it: the settings, the source run's stages,
/// and the targets' images.
[[nodiscard]] nlohmann::ordered_json describe(const Options& options, const Source& source,
                                              const Images& images);

/// Writes what describe() has into the config.json of an existing folder, for the cells that are there.
/// Throws std::runtime_error if the folder has one already in which the source, or a target of the same
/// name that has results, is another, or that is damaged, and if there are results without one.
void update_description(const std::filesystem::path& folder, nlohmann::ordered_json content);

/// The matrix that a folder's config.json describes. Throws std::runtime_error that names the file if
/// it cannot be read or is damaged.
[[nodiscard]] Matrix read_matrix(const std::filesystem::path& folder);

/// The matrix of a description.
[[nodiscard]] Matrix matrix_of(const nlohmann::ordered_json& description);

}  // namespace transfer
