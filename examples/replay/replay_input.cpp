#include "commands.hpp"
#include "line_log.hpp"
#include "make_report.hpp"
#include "pictures.hpp"
#include "replayer.hpp"
#include "scheduler_text.hpp"
#include "support/registry.hpp"
#include "support/run_program.hpp"
#include "warnings.hpp"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

namespace replay_tool {

int replay_standard_input(const Options& options) {
  const AnyScheduler scheduler = scheduler_of(options.scheduler());
  const std::string name = "standard input";
  Pictures pictures(options, {{"standard-input", false}});
  const std::unique_ptr<LineLog> lines =
      open_line_log(std::cin, name, options.wanted, options.rules.by_rate,
                    options.rules.course == Course::carried_out);
  const std::unique_ptr<Report> report = make_report(options, scheduler);
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
    return 1;
  }
  replayer.end();
  if (options.json) warn_of_nonfinite(replayer.nonfinite(), name);
  pictures.draw(0, [&](const std::filesystem::path& picture) {
    draw_plot(picture,
              {name, autodecay::runtime::to_text(scheduler, support::registry()), log,
               replayer.points(), replayer.reasons()},
              options.rules);
  });
  return pictures.exit_status();
}

}  // namespace replay_tool
