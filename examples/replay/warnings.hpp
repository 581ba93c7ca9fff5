#pragma once

#include "log.hpp"

#include <cstdint>
#include <string>

namespace replay_tool {

/// Prints a line to standard error.
void warn(const std::string& what);

/// Warns of what is odd about a log: the choice of its losses, its file, that it has no loss, and
/// recorded stages that are too short. `said` is the latest choice: for 100 logs of the same kind, the
/// same choice is said once.
void warn_of_log(const Log& log, const std::string& path, std::string& said);

/// Warns of losses that look like those of single iterations.
void warn_of_noise(const Log& log, const std::string& path);

/// Warns of non-finite losses, where the report does not count them. `name` names the log.
void warn_of_nonfinite(std::int64_t count, const std::string& name);

}  // namespace replay_tool
