#include "commands.hpp"
#include "each_log.hpp"
#include "make_report.hpp"
#include "pictures.hpp"
#include "recorded_stages.hpp"
#include "replayer.hpp"
#include "scheduler_text.hpp"
#include "support/registry.hpp"
#include "support/text.hpp"
#include "warnings.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

namespace replay_tool {
namespace {

using support::count_of;

void print_summary(const Tally& tally, std::int64_t undrawn, std::int64_t decays,
                   std::int64_t stops, bool observed) {
  std::cout << '\n' << count_of(tally.used, "log") << ": ";
  if (observed)
    std::cout << "would decay at " << count_of(decays, "observation") << ", would stop at "
              << count_of(stops, "observation");
  else
    std::cout << count_of(decays, "decay") << ", " << count_of(stops, "stop");
  if (tally.empty > 0) std::cout << "; " << count_of(tally.empty, "log") << " without a loss";
  if (tally.without_column > 0)
    std::cout << "; " << count_of(tally.without_column, "file") << " without the column skipped";
  if (tally.failed > 0) std::cout << "; " << tally.failed << " could not be used";
  if (undrawn > 0) std::cout << "; " << count_of(undrawn, "picture") << " could not be drawn";
  std::cout << '\n';
}

}  // namespace

int replay_files(const Options& options) {
  const AnyScheduler scheduler = scheduler_of(options.scheduler());
  const LogFiles logs = find_logs(options.logs);
  Pictures pictures(options, logs.files);

  const std::unique_ptr<Report> report = make_report(options, scheduler);
  std::int64_t decays = 0;
  std::int64_t stops = 0;
  bool first = true;
  const auto replay = [&](const Log& log, std::size_t file) {
    const std::string& path = logs.files[file].path;
    if (!options.json && !std::exchange(first, false)) std::cout << '\n';
    if (options.has_default_scheduler()) warn_of_noise(log, path);
    RecordedStages recorded(log.losses, log.learning_rates);
    Replayer replayer(scheduler, options.rules, *report, &recorded, pictures.wanted());
    report->begin({path, options.label_of(log), std::ssize(log.losses),
                   std::count_if(log.losses.begin(), log.losses.end(),
                                 [](double loss) { return !std::isfinite(loss); })});
    for (std::size_t i = 0; i < log.losses.size(); ++i)
      replayer.observe(log.losses[i], log.rate(i));
    replayer.end();
    if (options.json) warn_of_nonfinite(replayer.nonfinite(), path);
    decays += replayer.decays();
    stops += replayer.stops();
    pictures.draw(file, [&](const std::filesystem::path& picture) {
      draw_plot(picture,
                {std::filesystem::path(path).filename().string() + ", " + options.label_of(log),
                 autodecay::runtime::to_text(scheduler, support::registry()), log,
                 replayer.points(), replayer.reasons()},
                options.rules);
    });
  };
  const Tally tally = for_each_log(logs, options, replay);
  if (!options.json && logs.files.size() + logs.errors.size() > 1)
    print_summary(tally, pictures.failed(), decays, stops,
                  options.rules.course == Course::observed);
  return std::max(tally.exit_status(), pictures.exit_status());
}

}  // namespace replay_tool
