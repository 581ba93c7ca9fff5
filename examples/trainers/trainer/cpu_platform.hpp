#pragma once

#include "trainer/platform.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace trainer {

/// The platform of the CPU.
[[nodiscard]] std::shared_ptr<const Platform> cpu_platform();

/// Memory that this process can still take without swapping, in bytes: what the system has
/// available, or less if a control group (version 1 or 2) limits the process to less. `root` is the
/// folder in which proc and sys are.
[[nodiscard]] std::int64_t available_memory(const std::filesystem::path& root = "/");

/// Memory that the C library keeps free inside this process, which to the system is taken, in
/// bytes; see keep_freed_memory(). 0 where the C library is not glibc 2.33 or newer.
[[nodiscard]] std::int64_t kept_memory();

}  // namespace trainer
