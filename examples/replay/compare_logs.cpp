#include "commands.hpp"
#include "comparison_plot.hpp"
#include "comparison_report.hpp"
#include "each_log.hpp"
#include "pictures.hpp"
#include "warnings.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <utility>
#include <vector>

namespace replay_tool {

int compare(const Options& options) {
  const std::vector<Contender> all = contenders(options.schedulers);
  const LogFiles logs = find_logs(options.logs);
  Pictures pictures(options, logs.files);
  bool first = true;
  const Tally tally = for_each_log(logs, options, [&](const Log& log, std::size_t file) {
    const std::string& path = logs.files[file].path;
    warn_of_noise(log, path);
    RecordedStages recorded(log.losses, log.learning_rates);
    Comparison comparison{path,
                          options.label_of(log),
                          std::ssize(log.losses),
                          recorded.count(),
                          !log.learning_rates.empty(),
                          {}};
    for (const Contender& contender : all)
      comparison.performances.push_back(perform(contender, log, recorded, options.rules));
    if (options.json) {
      print_json(std::cout, comparison);
    } else {
      if (!std::exchange(first, false)) std::cout << '\n';
      print_table(std::cout, comparison);
    }
    pictures.draw(file, [&](const std::filesystem::path& picture) {
      draw_comparison(picture, comparison, log);
    });
  });
  return std::max(tally.exit_status(), pictures.exit_status());
}

}  // namespace replay_tool
