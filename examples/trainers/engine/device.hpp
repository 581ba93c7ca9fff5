#pragma once

#include <cstdint>
#include <string>

#include <c10/core/Device.h>

namespace trainer {

/// The device that "cpu", "cuda" or "auto" names. "auto" is CUDA if this program was built with it
/// and LibTorch finds a device. Throws std::invalid_argument for any other name, and for "cuda" if
/// it is not available, with the reason.
[[nodiscard]] c10::Device select_device(const std::string& name);

/// Sets the number of LibTorch's threads; 0 means physical_cores().
void use_threads(std::int64_t threads);

/// Keeps the memory that a training step frees for the next step. By default the C library returns
/// large blocks to the system, and allocating them again costs a sixth of a step of a small
/// network. Has no effect unless the C library is glibc.
void keep_freed_memory();

/// The number of physical cores that this process may use; at least 1.
[[nodiscard]] int physical_cores();

}  // namespace trainer
