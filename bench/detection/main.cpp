// Compares plateau detectors: the library's own, the paper's and those of other libraries.
//
//   detection_benchmark recorded logs --first-stages --out results   # what they save on real logs
//   detection_benchmark recorded logs --first-stages --held-out      # with settings from elsewhere
//   detection_benchmark simulated --out results                      # false alarms and delays
//   detection_benchmark false-alarms --runs 4000                     # of ImprovementTest; minutes

#include "detection/commands.hpp"
#include "support/run_program.hpp"
#include "support/usage_error.hpp"

#include <cstdio>
#include <string>
#include <string_view>

namespace {

int run(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "recorded") return detection::run_recorded(argc - 1, argv + 1);
  if (command == "simulated") return detection::run_simulated(argc - 1, argv + 1);
  if (command == "false-alarms") return detection::run_false_alarms(argc - 1, argv + 1);
  if (command == "--help") {
    std::puts(
        "detection_benchmark recorded LOGS …    what detectors save on recorded runs\n"
        "detection_benchmark simulated …        their false alarms and delays\n"
        "detection_benchmark false-alarms …     the same of ImprovementTest, on many kinds of "
        "noise\n"
        "each with --help");
    return 0;
  }
  throw support::UsageError(
      "expected recorded, simulated or false-alarms, each with --help; got \"" +
      std::string(command) + '"');
}

}  // namespace

int main(int argc, char** argv) {
  return support::run_program("detection_benchmark", [&] { return run(argc, argv); });
}
