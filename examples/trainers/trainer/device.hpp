#pragma once

#include <cstdint>
#include <string>

#include <c10/core/Device.h>

namespace trainer {

/// The device that "cpu", "cuda" or "auto" names; auto is CUDA where this program was built with it
/// and LibTorch finds a device. Throws std::invalid_argument for "cuda" where auto is not that, with
/// the reason, and for any other name.
[[nodiscard]] c10::Device select_device(const std::string& name);

/// Lets LibTorch compute on `threads` threads; 0: on as many as physical_cores().
void use_threads(std::int64_t threads);

/// Keeps the memory that a training step frees for the next one. By default the C library gives
/// large blocks back to the system, and getting them again costs a sixth of a step of a small
/// network. Does nothing where the C library is not glibc.
void keep_freed_memory();

/// The physical cores among the processors that this process may run on; at least 1.
[[nodiscard]] int physical_cores();

}  // namespace trainer
