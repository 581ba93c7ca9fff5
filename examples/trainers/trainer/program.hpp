#pragma once

#include <functional>

namespace trainer {

/// Runs a program's body, and puts what it throws on standard error after the program's name: exit
/// code 2 for a UsageError, 1 for anything else.
[[nodiscard]] int run_program(const char* name, const std::function<int()>& body);

}  // namespace trainer
