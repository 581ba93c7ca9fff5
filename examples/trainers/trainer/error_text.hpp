#pragma once

#include <exception>
#include <string>

namespace trainer {

/// What an exception says, without the backtrace and the source line that LibTorch and Gloo add, and
/// without what the standard library puts before a path and the system's reason.
[[nodiscard]] std::string reason(const std::exception& error);

/// Whether an exception says that there is no memory left, on the CPU or on a device.
[[nodiscard]] bool is_out_of_memory(const std::exception& error);

}  // namespace trainer
