#pragma once

#include <functional>

namespace trainer {

/// Runs a program's body and prints an exception to standard error after the program's name. Exit
/// code 2 for a UsageError, 1 for any other exception.
[[nodiscard]] int run_program(const char* name, const std::function<int()>& body);

}  // namespace trainer
