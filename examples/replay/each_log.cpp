#include "each_log.hpp"

#include "progress.hpp"
#include "support/csv.hpp"
#include "support/run_program.hpp"
#include "support/text.hpp"
#include "warnings.hpp"

#include <exception>
#include <stdexcept>
#include <string>

namespace replay_tool {
namespace {

std::string what_is_wanted(const Wanted& wanted) {
  if (!wanted.column.empty()) return "a column or tag " + wanted.column;
  return wanted.maximize ? "an accuracy" : "a loss";
}

}  // namespace

Tally for_each_log(const LogFiles& logs, const Options& options,
                   const std::function<void(const Log&, std::size_t)>& use) {
  Tally tally;
  std::string said;
  for (const std::string& error : logs.errors) {
    warn(error);
    ++tally.failed;
  }
  Progress progress("log", logs.files.size(), !options.suggest);
  for (std::size_t i = 0; i < logs.files.size(); ++i) {
    progress.show(i);
    const auto& [path, from_folder] = logs.files[i];
    try {
      const Log log = read_log(path, options.wanted, options.rules.by_rate);
      warn_of_log(log, path, said);
      if (!log.losses.empty()) use(log, i);
      ++(log.losses.empty() ? tally.empty : tally.used);
    } catch (const csv::MissingColumn& error) {
      if (!from_folder) warn(error.what());
      ++(from_folder ? tally.without_column : tally.failed);
    } catch (const std::exception& error) {
      warn(support::reason(error));
      ++tally.failed;
    }
  }
  if (tally.used + tally.empty + tally.failed == 0)
    throw std::runtime_error("no file in " + support::joined(logs.folders, ", ") + " has " +
                             what_is_wanted(options.wanted) +
                             (options.rules.by_rate ? " and a learning rate" : ""));
  return tally;
}

}  // namespace replay_tool
