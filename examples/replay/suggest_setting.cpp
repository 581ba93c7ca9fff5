#include "commands.hpp"
#include "comparison.hpp"
#include "each_log.hpp"
#include "suggestion.hpp"

#include <iostream>

namespace replay_tool {

int suggest(const Options& options) {
  Suggestion suggestion(parse_search(options.search), options.has_default_scheduler()
                                                          ? searched_schedulers()
                                                          : options.schedulers);
  const LogFiles logs = find_logs(options.logs);
  const Tally tally = for_each_log(logs, options, [&](const Log& log, std::size_t file) {
    suggestion.add(log, logs.files[file].path);
  });
  suggestion.print(std::cout);
  return tally.failed > 0 ? 1 : 0;
}

}  // namespace replay_tool
