#pragma once

#include "options.hpp"

namespace replay_tool {

/// Replays the files that the command line names. A file that cannot be used is told of, and the
/// others are replayed all the same. Returns the exit status: 0, or 1 if there was such a file.
/// Throws UsageError if a single picture is asked for and there are several logs.
[[nodiscard]] int replay_files(const Options& options);

/// Replays the lines on standard input as they come.
void replay_standard_input(const Options& options);

/// Finds the setting that would have saved most on the files that the command line names. Returns
/// the exit status as replay_files does.
[[nodiscard]] int suggest(const Options& options);

}  // namespace replay_tool
