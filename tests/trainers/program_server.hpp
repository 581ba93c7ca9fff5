#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

/// Loading LibTorch takes longer than most programs of the tests run. Therefore a process that has
/// loaded it, and done nothing else, serves as their origin: each of them is a copy of it.

/// Begins to serve the trainers' programs, before anything uses threads.
void serve_programs();

/// Starts one of the programs with arguments, the first of which is its file, or /usr/bin/env with
/// variables before it. Its standard output and error go to a file descriptor. The new process is a
/// child of the caller. Returns nothing if the file is another program's, or if the environment is
/// too large.
[[nodiscard]] std::optional<pid_t> start_served(const std::vector<std::string>& arguments,
                                                int output);
