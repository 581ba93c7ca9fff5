#pragma once

#include "figures/schedule_trials.hpp"

#include <filesystem>

namespace figures {

/// Writes the data of the figure of the schedules into a folder:
///
///   figure-schedules.csv           the trainings with StepDecay and with each schedule, by epoch
///   figure-schedules-controls.csv  those with the controls; their method is the schedule's
///   figure-schedules-ends.csv      the last epoch of each training, and of StepDecay's cut there
void write_schedule_data(const ScheduleTrials& trials, const std::filesystem::path& folder);

/// Writes tables for reading into a folder, in Markdown. Numbers are means with standard deviations
/// or, where the header says 95 %, with the margins of paired intervals:
///
///   figure-schedules.md            where each schedule ends
///   figure-schedules-controls.md   each schedule against its controls, paired by seed
///   figure-schedules-stages.md     each schedule's stages against those of StepDecay
void write_schedule_tables(const ScheduleTrials& trials, const std::filesystem::path& folder);

/// The controls of a schedule, and StepDecay cut where the schedule ends.
[[nodiscard]] std::vector<Courses> controls_of(const Contender& contender,
                                               const Courses& step_decay);

}  // namespace figures
