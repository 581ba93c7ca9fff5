#pragma once

#include <functional>

namespace trainer {

/// support::run_program() for programs with LibTorch, whose errors it prints without their
/// backtraces.
[[nodiscard]] int run_program(const char* name, const std::function<int()>& body);

}  // namespace trainer
