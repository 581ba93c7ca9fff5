#pragma once

#include "options.hpp"

namespace replay_tool {

/// Replays the files that the command line names. An unusable file is reported, and the others are
/// replayed nevertheless. Returns the exit status: 0, or 1 if there was an unusable file, no file had a
/// loss or a picture could not be drawn. Throws UsageError if --plot is given and there are several
/// logs.
[[nodiscard]] int replay_files(const Options& options);

/// Replays the lines of standard input as they arrive. Returns the exit status like replay_files.
[[nodiscard]] int replay_standard_input(const Options& options);

/// Compares what all schedulers would have done on the files that the command line names. Returns the
/// exit status like replay_files.
[[nodiscard]] int compare(const Options& options);

/// Finds the setting that would have saved the most on the files that the command line names.
/// Returns the exit status like replay_files.
[[nodiscard]] int suggest(const Options& options);

}  // namespace replay_tool
