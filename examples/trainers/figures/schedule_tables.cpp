#include "figures/schedule_tables.hpp"

#include "support/csv_writer.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"
#include "support/text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace figures {
namespace {

using support::difference;
using support::sample_of;
using support::TextRow;

const std::vector<std::string> course_columns = {"epoch", "stage", "learning_rate", "train_loss",
                                                 "test_accuracy"};

/// Adds the epochs of a trial's runs, after the texts in `names`.
void add_epochs(csv::Writer& csv, const std::vector<std::string>& names, const Trial& trial) {
  for (std::size_t seed = 0; seed < trial.runs.size(); ++seed) {
    const csv::Table& metrics = trial.runs[seed].metrics;
    const std::vector<std::vector<double>> values = columns_of(metrics, course_columns);
    for (std::size_t i = 0; i < metrics.rows.size(); ++i) csv.row(names, seed, row_of(values, i));
  }
}

/// Adds where the trainings of each seed end, and after how many epochs they reach the accuracies.
void add_ends(csv::Writer& csv, const std::vector<std::string>& names, const Courses& courses,
              const std::vector<double>& accuracies) {
  const std::vector<double> reached = courses.epochs_to(accuracies);
  for (std::size_t seed = 0; seed < courses.by_seed.size(); ++seed)
    csv.row(names, seed, courses.epochs()[seed], courses.final_accuracies()[seed], reached[seed]);
}

std::string percent_text(std::vector<double> shares, int decimals) {
  for (double& share : shares) share *= 100.0;
  return support::mean_text(shares, decimals);
}

std::string gain_text(const std::vector<double>& own, const std::vector<double>& others) {
  return support::interval(sample_of(difference(own, others)), 2, 100.0);
}

/// "61.3 in 4 of 5": the mean of the numbers that are known.
std::string reached_text(const std::vector<double>& epochs) {
  std::vector<double> known = epochs;
  std::erase_if(known, [](double number) { return std::isnan(number); });
  const std::string count =
      " in " + std::to_string(known.size()) + " of " + std::to_string(epochs.size());
  return known.empty() ? "never" : support::rounded(sample_of(known).mean) + count;
}

TextRow row_of_end(const Trial& trial, const Courses& step) {
  const Courses& courses = trial.courses;
  const std::vector<double> accuracies = courses.final_accuracies();
  return {courses.method,
          support::mean_text(courses.stage_counts(), 1),
          support::mean_text(courses.epochs(), 1),
          percent_text(courses.shares_saved(step), 1),
          percent_text(accuracies, 2),
          gain_text(accuracies, step.final_accuracies()),
          reached_text(courses.epochs_to(accuracies_of(step))),
          '`' + trial.schedule + '`'};
}

void write_ends(const ScheduleTrials& trials, const std::filesystem::path& file) {
  const Courses& step = trials.step_decay.courses;
  std::vector<TextRow> rows = {{"method", "stages", "epochs", "epochs saved, %",
                                "final test accuracy, %",
                                "against " + step.method + ", points (95 %)",
                                "epochs to its accuracy less 0.2 points", "schedule"}};
  rows.push_back(row_of_end(trials.step_decay, step));
  for (const Contender& contender : trials.contenders)
    rows.push_back(row_of_end(contender.trial, step));
  support::write_atomically(file, {support::aligned_markdown(rows)});
}

void write_controls(const ScheduleTrials& trials, const std::filesystem::path& file) {
  const Courses& step = trials.step_decay.courses;
  std::vector<TextRow> rows = {{"method", "control", "epochs", "accuracy of the control, %",
                                "method less control, points (95 %)",
                                "epochs of the control to " + step.method + "'s less 0.2 points"}};
  for (const Contender& contender : trials.contenders) {
    const Courses& own = contender.trial.courses;
    for (const Courses& control : controls_of(contender, step)) {
      const std::vector<double> accuracies = control.final_accuracies();
      rows.push_back({own.method, control.method, support::mean_text(control.epochs(), 1),
                      percent_text(accuracies, 2), gain_text(own.final_accuracies(), accuracies),
                      reached_text(control.epochs_to(accuracies_of(step)))});
    }
  }
  support::write_atomically(file, {support::aligned_markdown(rows)});
}

void write_stages(const ScheduleTrials& trials, const std::filesystem::path& file) {
  const Courses& step = trials.step_decay.courses;
  std::vector<TextRow> rows = {{"method", "stage", "epochs", step.method, "epochs saved (95 %)"}};
  for (const Contender& contender : trials.contenders) {
    const Courses& own = contender.trial.courses;
    const std::int64_t stages = std::max(own.most_stages(), step.most_stages());
    for (std::int64_t stage = 1; stage <= stages; ++stage) {
      const std::vector<double> others = step.stage_lengths(stage);
      const std::vector<double> lengths = own.stage_lengths(stage);
      rows.push_back({own.method, std::to_string(stage), support::mean_text(lengths, 1),
                      support::mean_text(others, 1),
                      support::interval(sample_of(difference(others, lengths)), 1)});
    }
  }
  support::write_atomically(file, {support::aligned_markdown(rows)});
}

}  // namespace

std::vector<Courses> controls_of(const Contender& contender, const Courses& step_decay) {
  std::vector<Courses> controls = {step_decay.cut_where(contender.trial.courses, "StepDecay-cut")};
  for (const Trial& trial : contender.controls) controls.push_back(trial.courses);
  return controls;
}

void write_schedule_data(const ScheduleTrials& trials, const std::filesystem::path& folder) {
  const Courses& step = trials.step_decay.courses;
  const std::vector<double> accuracies = accuracies_of(step);
  const std::string names = support::joined(course_columns, ",");
  csv::Writer epochs("method,seed," + names);
  csv::Writer controls("method,control,seed," + names);
  csv::Writer ends("method,control,seed,epochs,test_accuracy,epochs_to_accuracy");
  add_epochs(epochs, {step.method}, trials.step_decay);
  add_ends(ends, {step.method, "none"}, step, accuracies);
  for (const Contender& contender : trials.contenders) {
    const std::string& method = contender.trial.courses.method;
    add_epochs(epochs, {method}, contender.trial);
    for (const Trial& control : contender.controls)
      add_epochs(controls, {method, control.courses.method}, control);
    add_ends(ends, {method, "none"}, contender.trial.courses, accuracies);
    for (const Courses& control : controls_of(contender, step))
      add_ends(ends, {method, control.method}, control, accuracies);
  }
  epochs.write(folder / "figure-schedules.csv");
  controls.write(folder / "figure-schedules-controls.csv");
  ends.write(folder / "figure-schedules-ends.csv");
}

void write_schedule_tables(const ScheduleTrials& trials, const std::filesystem::path& folder) {
  write_ends(trials, folder / "figure-schedules.md");
  write_controls(trials, folder / "figure-schedules-controls.md");
  write_stages(trials, folder / "figure-schedules-stages.md");
}

}  // namespace figures
