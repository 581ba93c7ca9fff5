#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace trainer {

/// Everything that is wrong in a training run's folder, one text each: files that cannot be read or
/// are damaged, and records and a configuration that differ from what the newest sound checkpoint
/// records. Additional lines at the end of a record are not reported, because a killed process leaves
/// them.
[[nodiscard]] std::vector<std::string> run_problems(const std::filesystem::path& folder,
                                                    const std::set<std::string>& changeable);

}  // namespace trainer
