#include "make_report.hpp"

#include "support/registry.hpp"

#include <cstdlib>
#include <iostream>

#include <unistd.h>

#include <autodecay/runtime/grammar.hpp>

namespace replay_tool {

std::unique_ptr<Report> make_report(const Options& options, const AnyScheduler& scheduler) {
  if (options.json) return json_report(std::cout, options.rules);
  // See no-color.org.
  const char* const no_colour = std::getenv("NO_COLOR");
  const bool colours = ::isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0');
  return text_report(std::cout, options.rules,
                     autodecay::runtime::to_text(scheduler, support::registry()), colours);
}

}  // namespace replay_tool
