#include "figures/schedule_claims.hpp"
#include "figures/schedule_tables.hpp"
#include "figures/schedule_trials.hpp"
#include "figures/trainings.hpp"

#include <string>
#include <vector>

namespace figures {

/// With the settings that saved most within a regret of 10 % on the recorded logs of
/// bench/detection. Those are other trainings than these, so no setting is fitted here. The regret
/// is loose because the next stage regains what a stage gives up. No detector has more stages than
/// StepDecay; AutoDecay and RemainingImprovement may end a training earlier because of a stage's
/// drop. ImprovementTest is left out: its first answer comes at the 32nd epoch of a stage, so it
/// cannot save anything if StepDecay's stages are not longer.
std::vector<std::string> usual_schedules() {
  const std::string drop = " | all(stages(3), drop(reference=previous_level))";
  return {"auto(beta=0.7, window=10, tolerance=0.07)" + drop,
          "remaining_improvement(share=0.45, tolerance=0.07)" + drop,
          "pytorch(patience=11, relative_margin=0.1) | stages(3)",
          "dlib(window=8, probability=0.999999) | stages(3)"};
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
      claims.push_back(is_better_at_equal_epochs(run, control));
    claims.push_back(reaches_accuracy_sooner(run, step_decay));
    claims.push_back(saves_in_first_stage(run, step_decay));
  }
  return claims;
}

}  // namespace figures
