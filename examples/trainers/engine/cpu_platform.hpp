#pragma once

#include "engine/platform.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace trainer {

/// The platform of the CPU.
[[nodiscard]] std::shared_ptr<const Platform> cpu_platform();

/// The memory in bytes that this process can still allocate without swapping: what the system has
/// available, or less if a control group (version 1 or 2) limits the process to less. `root` is the
/// folder that contains proc and sys.
[[nodiscard]] std::int64_t available_memory(const std::filesystem::path& root = "/");

/// The bytes that the C library keeps free inside this process (see keep_freed_memory()); the
/// system counts them as used. 0 unless the C library is glibc 2.33 or newer.
[[nodiscard]] std::int64_t kept_memory();

}  // namespace trainer
