#include "figures/schedule_claims.hpp"
#include "figures/schedule_tables.hpp"
#include "figures/schedule_trials.hpp"
#include "figures/trainings.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace figures {
namespace {

bool ends_at_zero(const Courses& control) {
  return std::ranges::any_of(controls(), [&](const Control& one) {
    return one.name == control.method && one.ends_at_zero;
  });
}

}  // namespace

std::vector<std::string> usual_schedules() {
  return {"auto", "remaining_improvement", "remaining_improvement | stages(1) | tail(0.2)"};
}

std::vector<Claim> write_schedule_figure(Laboratory& laboratory, const Scale& scale,
                                         const std::filesystem::path& folder) {
  const ScheduleTrials trials = run_schedule_trials(laboratory, scale);
  write_schedule_data(trials, folder);
  write_schedule_tables(trials, folder);
  const Courses& step_decay = trials.step_decay.courses;
  std::vector<Claim> claims;
  for (const Contender& contender : trials.contenders) {
    const Courses& run = contender.trial.courses;
    claims.push_back(arrives_sooner(run, step_decay));
    for (const Courses& control : controls_of(contender, step_decay))
      claims.push_back(ends_at_zero(control) ? keeps_up_at_equal_epochs(run, control)
                                             : is_better_at_equal_epochs(run, control));
    claims.push_back(reaches_accuracy_sooner(run, step_decay));
    // The only stage of a run contains its tail, if it has one, and is no shorter first stage.
    if (run.most_stages() > 1) claims.push_back(saves_in_first_stage(run, step_decay));
  }
  return claims;
}

}  // namespace figures
