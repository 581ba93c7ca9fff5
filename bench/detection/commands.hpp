#pragma once

namespace detection {

/// `detection_benchmark recorded …`: the frontiers of all families on a folder of logs. Returns the
/// exit status. Throws support::UsageError for an invalid command line.
int run_recorded(int argc, const char* const* argv);

/// `detection_benchmark simulated …`: false alarms and delays on stages with a known end.
/// Returns the exit status. Throws support::UsageError for an invalid command line.
int run_simulated(int argc, const char* const* argv);

/// `detection_benchmark false-alarms …`: false alarms and delays of ImprovementTest. Returns the exit
/// status. Throws support::UsageError for an invalid command line.
int run_false_alarms(int argc, const char* const* argv);

}  // namespace detection
