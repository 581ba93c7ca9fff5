#pragma once

#include "run/line_checksums.hpp"

#include <filesystem>

#include <nlohmann/json.hpp>

namespace transfer {

/// What a folder's config.json holds. It has a checksum of its own, so that nothing in it, nor in the
/// cells, can change unnoticed.
struct Description {
  nlohmann::ordered_json content;     ///< what the cells rest on, as describe() has it
  trainer::LineChecksums cells = {};  ///< the lines of cells.csv
};

/// The file of a folder's description, config.json.
[[nodiscard]] std::filesystem::path description_file(const std::filesystem::path& folder);

/// Throws std::runtime_error that names the file if it cannot be read, or is not as it was written.
[[nodiscard]] Description read_description(const std::filesystem::path& folder);

/// Replaces config.json as a whole. Throws std::system_error that names it.
void write_description(const std::filesystem::path& folder, const Description& description);

}  // namespace transfer
