#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace trainer {

/// All that is wrong in a training run's folder, a text each: a file that cannot be read or is damaged,
/// and a record or a configuration that is not the one which the newest sound checkpoint tells of.
/// Lines that a record has beyond that, which a process leaves that is killed, are not.
[[nodiscard]] std::vector<std::string> run_problems(const std::filesystem::path& folder,
                                                    const std::set<std::string>& changeable);

}  // namespace trainer
