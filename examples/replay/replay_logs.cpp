#include "replay_logs.hpp"

#include "command_line/run_program.hpp"
#include "csv/csv.hpp"
#include "line_log.hpp"
#include "log.hpp"
#include "log_files.hpp"
#include "plot.hpp"
#include "replayer.hpp"
#include "report.hpp"
#include "text/printable.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <exception>
#include <functional>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <autodecay/runtime/parse.hpp>

namespace replay_tool {
namespace {

namespace fs = std::filesystem;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

void warn(const std::string& what) { std::cerr << "replay: " << text::printable(what) << '\n'; }

/// The scheduler that the command line names. Throws UsageError.
AnyScheduler chosen(const Options& options) {
  try {
    return autodecay::runtime::parse(options.scheduler);
  } catch (const autodecay::runtime::GrammarError& error) {
    throw UsageError(std::string("--scheduler: ") + error.what());
  }
}

std::unique_ptr<Report> make_report(const Options& options, const AnyScheduler& scheduler,
                                    bool several) {
  if (options.json) return json_report(std::cout, options.rules, several);
  return text_report(std::cout, options.rules, autodecay::runtime::to_text(scheduler));
}

/// The outcome of the requested logs.
struct Tally {
  std::int64_t replayed = 0;
  std::int64_t empty = 0;  ///< without a loss
  std::int64_t failed = 0;
  std::int64_t without_column = 0;  ///< files in folders, which are probably not logs
};

std::string what_is_wanted(const Wanted& wanted) {
  if (!wanted.column.empty()) return "a column or tag " + wanted.column;
  return wanted.maximize ? "an accuracy" : "a loss";
}

/// Calls use(log, index of the file) for each file. Exceptions from reading and from `use` are
/// reported and counted as failures. Files in folders that lack the column are counted, but not as
/// failures. Throws std::runtime_error if there are no other files.
Tally for_each_log(const LogFiles& logs, const Options& options,
                   const std::function<void(const Log&, std::size_t)>& use) {
  Tally tally;
  std::string said;  // for 100 logs of the same kind, the same choice is said once
  for (const std::string& error : logs.errors) {
    warn(error);
    ++tally.failed;
  }
  for (std::size_t i = 0; i < logs.files.size(); ++i) {
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

/// "3 decays"
std::string count_of(std::int64_t count, const std::string& what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

void print_summary(const Tally& tally, std::int64_t decays, std::int64_t stops, bool observed) {
  std::cout << '\n' << count_of(tally.replayed, "log") << ": ";
  if (observed)
    std::cout << "would decay at " << count_of(decays, "observation") << ", would stop at "
              << count_of(stops, "observation");
  else
    std::cout << count_of(decays, "decay") << ", " << count_of(stops, "stop");
  if (tally.empty > 0) std::cout << "; " << count_of(tally.empty, "log") << " without a loss";
  if (tally.without_column > 0)
    std::cout << "; " << count_of(tally.without_column, "file") << " without the column skipped";
  if (tally.failed > 0) std::cout << "; " << tally.failed << " could not be used";
  std::cout << '\n';
}

/// What the losses are, for headings.
std::string label_of(const Log& log, const Options& options) {
  return log.column + (options.wanted.maximize ? ", turned around" : "");
}

fs::path picture_of(const Options& options, const std::string& name) {
  return options.plots.empty() ? options.plot : options.plots / (name + ".svg");
}

}  // namespace

int replay_files(const Options& options) {
  const AnyScheduler scheduler = chosen(options);
  const LogFiles logs = find_logs(options.logs);
  const bool several = logs.files.size() > 1;
  if (several && !options.plot.empty())
    throw UsageError("--plot draws one log, and there are " + std::to_string(logs.files.size()) +
                     ": --plots FOLDER draws them all");
  const bool draws = !options.plot.empty() || !options.plots.empty();
  const std::vector<std::string> names = picture_names(logs.files);
  if (!options.plots.empty()) fs::create_directories(options.plots);

  const std::unique_ptr<Report> report = make_report(options, scheduler, several);
  std::int64_t decays = 0;
  std::int64_t stops = 0;
  bool first = true;
  const auto replay = [&](const Log& log, std::size_t file) {
    const std::string& path = logs.files[file].path;
    if (!options.json && !std::exchange(first, false)) std::cout << '\n';
    const RecordedStages recorded(log.losses, log.learning_rates);
    Replayer replayer(scheduler, options.rules, *report, &recorded, draws);
    report->begin({path, label_of(log, options), std::ssize(log.losses),
                   std::count_if(log.losses.begin(), log.losses.end(),
                                 [](double loss) { return !std::isfinite(loss); })});
    for (std::size_t i = 0; i < log.losses.size(); ++i)
      replayer.observe(log.losses[i], log.learning_rates.empty() ? unknown : log.learning_rates[i]);
    replayer.end();
    decays += replayer.decays();
    stops += replayer.stops();
    if (draws)
      draw_plot(picture_of(options, names[file]),
                fs::path(path).filename().string() + ", " + label_of(log, options), log,
                replayer.points(), options.rules);
  };
  const Tally tally = for_each_log(logs, options, replay);
  if (!options.json && logs.files.size() + logs.errors.size() > 1)
    print_summary(tally, decays, stops, options.rules.course == Course::observed);
  return tally.failed > 0 ? 1 : 0;
}

void replay_standard_input(const Options& options) {
  const AnyScheduler scheduler = chosen(options);
  const std::string name = "standard input";
  const bool draws = !options.plot.empty() || !options.plots.empty();
  const std::unique_ptr<LineLog> lines =
      open_line_log(std::cin, name, options.wanted, options.rules.by_rate);
  const std::unique_ptr<Report> report = make_report(options, scheduler, false);
  Replayer replayer(scheduler, options.rules, *report, nullptr, draws);
  Log log;  // for the picture
  while (const std::optional<LineLog::Entry> entry = lines->next()) {
    if (replayer.observations() == 0) {
      if (!lines->choice().empty()) warn(name + ": " + lines->choice());
      report->begin({.log = name, .column = lines->column()});
    }
    replayer.observe(entry->loss, entry->rate);
    command_line::require_written_output();
    if (!draws) continue;
    log.losses.push_back(entry->loss);
    log.learning_rates.push_back(entry->rate);
  }
  if (!lines->note().empty()) warn(name + ": " + lines->note());
  if (replayer.observations() == 0) {
    warn(name + ": there is no loss: nothing to replay");
    return;
  }
  replayer.end();
  if (draws)
    draw_plot(picture_of(options, "standard-input"), name, log, replayer.points(), options.rules);
}

int suggest(const Options& options) {
  Suggestion suggestion(parse_search(options.search));
  const LogFiles logs = find_logs(options.logs);
  const Tally tally = for_each_log(logs, options, [&](const Log& log, std::size_t file) {
    suggestion.add(log, logs.files[file].path);
  });
  suggestion.print(std::cout);
  return tally.failed > 0 ? 1 : 0;
}

}  // namespace replay_tool
