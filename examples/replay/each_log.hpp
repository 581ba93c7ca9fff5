#pragma once

#include "log.hpp"
#include "log_files.hpp"
#include "options.hpp"
#include "report.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace replay_tool {

/// The outcome of the requested logs.
struct Tally {
  std::int64_t replayed = 0;
  std::int64_t empty = 0;  ///< without a loss
  std::int64_t failed = 0;
  std::int64_t without_column = 0;  ///< files in folders, which are probably not logs
};

/// Calls use(log, index of the file) for each file, and shows the progress on a terminal. Exceptions
/// from reading and from `use` are reported and counted as failures. Files in folders that lack the
/// column are counted, but not as failures. Throws std::runtime_error if there are no other files.
Tally for_each_log(const LogFiles& logs, const Options& options,
                   const std::function<void(const Log&, std::size_t)>& use);

/// The report on standard output that the command line asks for.
[[nodiscard]] std::unique_ptr<Report> make_report(const Options& options,
                                                  const AnyScheduler& scheduler, bool several);

/// Prints a line to standard error.
void warn(const std::string& what);

/// Warns of losses that look like those of single iterations.
void warn_of_noise(const Log& log, const std::string& path);

/// "3 decays"
[[nodiscard]] std::string count_of(std::int64_t count, const std::string& what);

/// What the losses are, for headings.
[[nodiscard]] std::string label_of(const Log& log, const Options& options);

}  // namespace replay_tool
