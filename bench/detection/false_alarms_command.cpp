#include "detection/commands.hpp"
#include "detection/false_alarm_report.hpp"
#include "support/command_line.hpp"
#include "support/usage_error.hpp"

#include <autodecay/stability/improvement_test.hpp>

namespace detection {

// How often ImprovementTest ends a stage too early, and how long it takes on a plateau.
//
// The first table covers losses that improve steadily. A run is one stage. It is a false alarm if
// the criterion fires at an observation after which the true loss improves by at least the tolerance
// over the next lookahead. The rate should be at most the significance level. The second table
// covers losses that have stopped improving. The delay counts from the first observation after
// which the remaining improvement of the true loss is below the tolerance. The last table covers
// staircases, which are flat before they improve again. There, a fire is a false alarm if a step of
// the stage is still to come, however late, and the rate exceeds the significance level. The table
// also counts false alarms by the trend that the criterion tests: the trend of the true loss over
// the latest third of the stage.
int run_false_alarms(int argc, const char* const* argv) {
  false_alarms::Options options;
  CLI::App app("Measures ImprovementTest's false alarms and delays on simulated losses.",
               "detection_benchmark false-alarms");
  app.get_formatter()->column_width(34);
  const auto add = [&](const char* name, auto& value, const char* help) {
    return support::add_option(app, name, value, help)->capture_default_str();
  };
  add("--tolerance", options.criterion.tolerance, "tolerance of the criterion");
  add("--lookahead", options.criterion.lookahead, "lookahead of the criterion, in observations");
  add("--significance", options.criterion.significance, "significance level of the criterion");
  add("--runs", options.runs, "runs of each loss with each noise")->check(CLI::PositiveNumber);
  add("--length", options.length, "observations of a stage that keeps improving")
      ->check(CLI::Range(100, 10'000'000));
  add("--patience", options.patience, "maximum number of observations on a plateau")
      ->check(CLI::Range(100, 10'000'000));
  add("--seed", options.seed, "seed of the noise");
  if (!support::parse_command_line(app, argc, argv)) return 0;
  support::require_parses("options",
                          [&] { autodecay::ImprovementTest criterion(options.criterion); });
  support::require(options.criterion.tolerance > 0.0, "--tolerance", "greater than 0",
                   options.criterion.tolerance);

  false_alarms::print_falling(options);
  false_alarms::print_resting(options);
  false_alarms::print_stairs(options);
  return 0;
}

}  // namespace detection
