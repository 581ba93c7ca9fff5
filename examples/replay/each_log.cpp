#include "each_log.hpp"

#include "noise.hpp"
#include "progress.hpp"
#include "support/csv.hpp"
#include "support/printable.hpp"
#include "support/registry.hpp"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <utility>

#include <unistd.h>

#include <autodecay/runtime/parse.hpp>

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
  std::string said;  // for 100 logs of the same kind, the same choice is said once
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
      if (!log.choice.empty() && log.choice != std::exchange(said, log.choice))
        warn(path + ": " + log.choice);
      if (!log.note.empty()) warn(path + ": " + log.note);
      if (log.losses.empty())
        warn(path + ": column " + log.column + " has no value in any of " +
             std::to_string(log.rows) + " rows: nothing to replay");
      else
        use(log, i);
      ++(log.losses.empty() ? tally.empty : tally.replayed);
    } catch (const csv::MissingColumn& error) {
      if (!from_folder) warn(error.what());
      ++(from_folder ? tally.without_column : tally.failed);
    } catch (const std::exception& error) {
      warn(error.what());
      ++tally.failed;
    }
  }
  if (tally.replayed + tally.empty + tally.failed == 0)
    throw std::runtime_error("no file in these folders has " + what_is_wanted(options.wanted) +
                             (options.rules.by_rate ? " and a learning rate" : ""));
  return tally;
}

std::unique_ptr<Report> make_report(const Options& options, const AnyScheduler& scheduler,
                                    bool several) {
  if (options.json) return json_report(std::cout, options.rules, several);
  // See no-color.org.
  const char* const no_colour = std::getenv("NO_COLOR");
  const bool colours = ::isatty(STDOUT_FILENO) != 0 && (no_colour == nullptr || *no_colour == '\0');
  return text_report(std::cout, options.rules,
                     autodecay::runtime::to_text(scheduler, support::registry()), colours);
}

void warn(const std::string& what) { std::cerr << "replay: " << support::printable(what) << '\n'; }

void warn_of_noise(const Log& log, const std::string& path) {
  if (const std::optional<Noise> noise = noise_of(log.losses))
    warn(path + ": " + noise->finding + ": try --scheduler \"" + noise->scheduler +
         "\", or --suggest");
}

std::string count_of(std::int64_t count, const std::string& what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

std::string label_of(const Log& log, const Options& options) {
  return log.column + (options.wanted.maximize ? ", turned around" : "");
}

}  // namespace replay_tool
