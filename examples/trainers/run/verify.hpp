#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace trainer {

/// `verify FOLDER`: prints all that is wrong in a run's folder, as `problems_of` says it, a line each.
/// `argv[0]` is "verify". Returns the program's exit code, 1 if anything is wrong. Throws UsageError
/// for a folder that holds no run, and std::runtime_error if a process is at work there.
[[nodiscard]] int run_verify(
    int argc, const char* const* argv,
    const std::function<std::vector<std::string>(const std::filesystem::path&)>& problems_of);

}  // namespace trainer
