#pragma once

#include <exception>
#include <functional>
#include <string>

namespace support {

/// Runs a program's body and returns the exit code: the body's; 2 for a UsageError; 1 for any other
/// exception, and for standard output that cannot be written. Prints the error to standard error
/// after the program's name.
[[nodiscard]] int run_program(const char* name, const std::function<int()>& body);

/// What an exception says: for a file system's, the file and the system's reason.
[[nodiscard]] std::string reason(const std::exception& error);

/// Throws std::runtime_error if standard output cannot be written.
void require_written_output();

}  // namespace support
