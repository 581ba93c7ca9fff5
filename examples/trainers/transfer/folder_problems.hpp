#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace transfer {

/// All that is wrong with the configuration and the cells of a folder, a text each.
[[nodiscard]] std::vector<std::string> folder_problems(const std::filesystem::path& folder);

}  // namespace transfer
