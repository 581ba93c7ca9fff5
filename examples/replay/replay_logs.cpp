#include "commands.hpp"
#include "each_log.hpp"
#include "pictures.hpp"
#include "recorded_stages.hpp"
#include "replayer.hpp"
#include "scheduler_text.hpp"
#include "support/registry.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace replay_tool {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

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

}  // namespace

int replay_files(const Options& options) {
  const AnyScheduler scheduler = scheduler_of(options.scheduler());
  const LogFiles logs = find_logs(options.logs);
  const bool several = logs.files.size() > 1;
  const Pictures pictures(options, logs.files);

  const std::unique_ptr<Report> report = make_report(options, scheduler, several);
  std::int64_t decays = 0;
  std::int64_t stops = 0;
  bool first = true;
  const auto replay = [&](const Log& log, std::size_t file) {
    const std::string& path = logs.files[file].path;
    if (!options.json && !std::exchange(first, false)) std::cout << '\n';
    if (options.has_default_scheduler()) warn_of_noise(log, path);
    RecordedStages recorded(log.losses, log.learning_rates);
    Replayer replayer(scheduler, options.rules, *report, &recorded, pictures.wanted());
    report->begin({path, label_of(log, options), std::ssize(log.losses),
                   std::count_if(log.losses.begin(), log.losses.end(),
                                 [](double loss) { return !std::isfinite(loss); })});
    for (std::size_t i = 0; i < log.losses.size(); ++i)
      replayer.observe(log.losses[i], log.learning_rates.empty() ? unknown : log.learning_rates[i]);
    replayer.end();
    decays += replayer.decays();
    stops += replayer.stops();
    if (pictures.wanted())
      draw_plot(pictures.of(file),
                {std::filesystem::path(path).filename().string() + ", " + label_of(log, options),
                 autodecay::runtime::to_text(scheduler, support::registry()), log,
                 replayer.points(), replayer.reasons()},
                options.rules);
  };
  const Tally tally = for_each_log(logs, options, replay);
  if (!options.json && logs.files.size() + logs.errors.size() > 1)
    print_summary(tally, decays, stops, options.rules.course == Course::observed);
  return tally.failed > 0 ? 1 : 0;
}

}  // namespace replay_tool
