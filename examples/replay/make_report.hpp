#pragma once

#include "options.hpp"
#include "report.hpp"

#include <memory>

namespace replay_tool {

/// The report on standard output that the command line asks for.
[[nodiscard]] std::unique_ptr<Report> make_report(const Options& options,
                                                  const AnyScheduler& scheduler);

}  // namespace replay_tool
