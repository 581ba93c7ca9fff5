#pragma once

#include "log.hpp"
#include "log_files.hpp"
#include "options.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace replay_tool {

/// The outcome of the requested logs.
struct Tally {
  std::int64_t used = 0;
  std::int64_t empty = 0;  ///< without a loss
  std::int64_t failed = 0;
  std::int64_t without_column = 0;  ///< files in folders, which are probably not logs

  /// 1 if a log failed or none was used, and otherwise 0.
  [[nodiscard]] int exit_status() const { return failed > 0 || used == 0 ? 1 : 0; }
};

/// Calls use(log, index of the file) for each file, and shows the progress on a terminal. Exceptions
/// from reading and from `use` are reported and counted as failures. Files in folders that lack the
/// column are counted, but not as failures. Throws std::runtime_error if there are no other files.
Tally for_each_log(const LogFiles& logs, const Options& options,
                   const std::function<void(const Log&, std::size_t)>& use);

}  // namespace replay_tool
