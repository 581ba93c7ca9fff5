#pragma once

#include "figures/courses.hpp"
#include "figures/laboratory.hpp"
#include "figures/scale.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace figures {

/// The trainings with a schedule, one per seed.
struct Trial {
  std::string schedule;  ///< see trainer::Schedule; of a control, that of the first seed
  std::vector<Run> runs = {};
  Courses courses = {};
};

/// A schedule for a training that is told its number of epochs.
struct Control {
  const char* name;
  std::string (*schedule)(std::int64_t epochs);
  bool ends_at_zero;  ///< lowers the rate to zero at the end
};

/// StepDecay-told, cosine, linear and WSD.
[[nodiscard]] std::span<const Control> controls();

/// A schedule that finds the ends of its stages, and controls that were told how many epochs it took
/// from each start.
struct Contender {
  Trial trial;
  std::vector<Trial> controls = {};
};

/// The trainings behind the figure of the schedules.
struct ScheduleTrials {
  Trial step_decay;  ///< over all epochs, with three stages
  std::vector<Contender> contenders;
};

/// Makes the laboratory train with StepDecay, with each schedule of the scale, and with the scale's
/// controls of each. Trainings with the same schedule and seed are the same run.
[[nodiscard]] ScheduleTrials run_schedule_trials(Laboratory& laboratory, const Scale& scale);

/// StepDecay in three stages of equal length, up to rounding, and so many epochs in all.
[[nodiscard]] std::string step_decay_over(std::int64_t epochs);

/// A schedule's text with only letters, digits and "._=-", for the name of a folder.
[[nodiscard]] std::string name_of(const std::string& schedule);

}  // namespace figures
