#include "figures/schedule_trials.hpp"

#include "figures/schedule_tables.hpp"
#include "support/files.hpp"
#include "temporary_folder.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace figures;

TEST_CASE("StepDecay that is told its epochs has three stages of equal length") {
  CHECK(step_decay_over(90) == "at(30, 60, 90) | stages(3)");
  CHECK(step_decay_over(59) == "at(20, 39, 59) | stages(3)");
  CHECK(step_decay_over(4) == "at(1, 3, 4) | stages(3)");
  CHECK(step_decay_over(2) == "at(1, 2) | stages(2)");
  CHECK(step_decay_over(1) == "at(1) | stages(1)");
}

TEST_CASE("the name of a schedule's folder tells its text") {
  CHECK(name_of("auto(beta=0.7) | all(stages(3), drop)") == "auto-beta=0.7-all-stages-3-drop");
  CHECK(name_of("cosine(60)") == "cosine-60");
}

TEST_CASE("each control takes the epochs of its schedule from the same start, in one run each") {
  const TemporaryFolder folder;
  trainer::Options common;
  common.threads = 1;
  Laboratory laboratory(folder.path() / "runs", common);
  Scale scale = scale_named("smoke");
  scale.schedule_epochs = 6;
  scale.schedule_images = 40;
  scale.schedule_test_images = 20;
  scale.schedules = {"at(2, 4) | stages(2)", "step(1, stages=4)"};
  scale.schedule_controls = {"StepDecay-told", "cosine", "linear", "WSD"};
  const ScheduleTrials trials = run_schedule_trials(laboratory, scale);

  CHECK(trials.step_decay.courses.method == "StepDecay");
  CHECK(trials.step_decay.courses.epochs() == std::vector<double>{6, 6});
  CHECK(trials.step_decay.courses.by_seed[0].stages == std::vector<double>{1, 1, 2, 2, 3, 3});
  REQUIRE(trials.contenders.size() == 2);
  CHECK(trials.contenders[0].trial.courses.method == "at-2-4-stages-2");
  CHECK(trials.contenders[1].trial.courses.method == "step-1-stages=4");
  for (const Contender& contender : trials.contenders) {
    CHECK(contender.trial.courses.epochs() == std::vector<double>{4, 4});
    const std::vector<Courses> controls = controls_of(contender, trials.step_decay.courses);
    std::vector<std::string> names;
    for (const Courses& control : controls) {
      names.push_back(control.method);
      CHECK(control.epochs() == std::vector<double>{4, 4});
    }
    CHECK(names ==
          std::vector<std::string>{"StepDecay-cut", "StepDecay-told", "cosine", "linear", "WSD"});
    CHECK(controls[0].by_seed[1].stages == std::vector<double>{1, 1, 2, 2});
    CHECK(controls[1].by_seed[1].stages == std::vector<double>{1, 2, 2, 3});
    CHECK(controls[2].by_seed[1].stages == std::vector<double>{1, 1, 1, 1});
    // Up to StepDecay's first decay, the rate of WSD is the same.
    CHECK(controls[4].by_seed[1].accuracies[1] ==
          trials.step_decay.courses.by_seed[1].accuracies[1]);
    const auto rates = numbers(contender.controls[2].runs[1].metrics, "learning_rate");
    REQUIRE(rates.size() == 4);
    for (std::size_t epoch = 0; epoch < 4; ++epoch)
      CHECK(std::abs(rates[epoch] - 0.025 * static_cast<double>(4 - epoch)) < 1e-15);
  }
  const Courses& own = trials.contenders[0].trial.courses;
  CHECK(own.by_seed[0].accuracies[1] == trials.step_decay.courses.by_seed[0].accuracies[1]);
  CHECK(own.by_seed[0].accuracies != own.by_seed[1].accuracies);

  std::set<std::string> runs;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "runs"))
    runs.insert(entry.path().filename());
  CHECK(runs.size() == 2 * (3 + 4));  // both schedules share their controls
  CHECK(runs.contains("schedules-wsd-4-tail=0.2-seed-1"));

  write_schedule_data(trials, folder.path());
  write_schedule_tables(trials, folder.path());
  const auto count = [&](const char* name) {
    const std::string text = support::read_file(folder.path() / name);
    return std::count(text.begin(), text.end(), '\n');
  };
  CHECK(count("figure-schedules.csv") == 1 + 2 * (6 + 4 + 4));
  CHECK(count("figure-schedules-controls.csv") == 1 + 2 * 2 * 4 * 4);
  CHECK(count("figure-schedules-ends.csv") == 1 + 2 * (3 + 2 * 5));
  CHECK(count("figure-schedules.md") == 2 + 3);
  CHECK(count("figure-schedules-controls.md") == 2 + 2 * 5);
  CHECK(count("figure-schedules-stages.md") == 2 + 3 + 4);
}
