#include "commands.hpp"
#include "each_log.hpp"
#include "suggestion.hpp"
#include "support/text.hpp"

#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace replay_tool {
namespace {

/// Throws std::runtime_error, whose message says why no log can be used.
[[noreturn]] void throw_nothing_learned(const Suggestion& suggestion, const Tally& tally) {
  std::vector<std::string> reasons = suggestion.left_out();
  if (tally.empty > 0) reasons.push_back(support::count_of(tally.empty, "log") + " without a loss");
  if (tally.failed > 0) reasons.push_back(std::to_string(tally.failed) + " could not be used");
  throw std::runtime_error("there is nothing to learn from: " + support::joined(reasons, "; "));
}

}  // namespace

int suggest(const Options& options) {
  Suggestion suggestion(parse_search(options.search), options.schedulers);
  const LogFiles logs = find_logs(options.logs);
  const Tally tally = for_each_log(logs, options, [&](const Log& log, std::size_t file) {
    suggestion.add(log, logs.files[file].path);
  });
  if (!suggestion.learned()) throw_nothing_learned(suggestion, tally);
  suggestion.print(std::cout);
  return tally.exit_status();
}

}  // namespace replay_tool
