#pragma once

#include <exception>
#include <string>

namespace trainer {

/// An exception's message without the backtrace and source line that LibTorch and Gloo add, and
/// without the text that the standard library puts before a path and the system's reason.
[[nodiscard]] std::string reason(const std::exception& error);

/// Whether an exception reports that the CPU or a device is out of memory.
[[nodiscard]] bool is_out_of_memory(const std::exception& error);

}  // namespace trainer
