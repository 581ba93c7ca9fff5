#include "commands.hpp"
#include "each_log.hpp"
#include "line_log.hpp"
#include "pictures.hpp"
#include "replayer.hpp"
#include "scheduler_text.hpp"
#include "support/run_program.hpp"

#include <iostream>
#include <memory>
#include <optional>
#include <string>

namespace replay_tool {

void replay_standard_input(const Options& options) {
  const AnyScheduler scheduler = scheduler_of(options.scheduler());
  const std::string name = "standard input";
  const Pictures pictures(options, {{"standard-input", false}});
  const std::unique_ptr<LineLog> lines =
      open_line_log(std::cin, name, options.wanted, options.rules.by_rate);
  const std::unique_ptr<Report> report = make_report(options, scheduler, false);
  Replayer replayer(scheduler, options.rules, *report, nullptr, pictures.wanted());
  Log log;  // for the picture
  while (const std::optional<LineLog::Entry> entry = lines->next()) {
    if (replayer.observations() == 0) {
      if (!lines->choice().empty()) warn(name + ": " + lines->choice());
      report->begin({.log = name, .column = lines->column()});
    }
    replayer.observe(entry->loss, entry->rate);
    support::require_written_output();
    if (!pictures.wanted()) continue;
    log.losses.push_back(entry->loss);
    log.learning_rates.push_back(entry->rate);
  }
  if (!lines->note().empty()) warn(name + ": " + lines->note());
  if (replayer.observations() == 0) {
    warn(name + ": there is no loss: nothing to replay");
    return;
  }
  replayer.end();
  if (pictures.wanted())
    draw_plot(
        pictures.of(0),
        {name, autodecay::runtime::to_text(scheduler), log, replayer.points(), replayer.reasons()},
        options.rules);
}

}  // namespace replay_tool
