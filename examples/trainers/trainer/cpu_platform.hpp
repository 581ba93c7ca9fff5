#pragma once

#include <cstdint>
#include <filesystem>

namespace trainer {

/// Memory that this process can still take without swapping, in bytes: what the system has
/// available, or less if a control group (version 1 or 2) limits the process to less. `root` is the
/// folder in which proc and sys are.
[[nodiscard]] std::int64_t available_memory(const std::filesystem::path& root = "/");

}  // namespace trainer
