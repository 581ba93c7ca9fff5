#include "figures/claims.hpp"
#include "figures/trainings.hpp"
#include "report/csv.hpp"
#include "report/statistics.hpp"
#include "report/text_table.hpp"

#include <cstddef>

namespace figures {
namespace {

/// A way to tell when a stage is over, and the schedule that goes by it.
struct Contender {
  std::string name;
  std::string schedule;
};

/// The detectors have the settings that saved most within a regret of 10 % on the recorded logs of
/// bench/detection: other trainings than these, so that none is fitted here, and a loose regret,
/// since the next stage regains what a stage gives up. All have three stages, as StepDecay, so that
/// they differ in where stages end alone.
std::vector<Contender> contenders(const Scale& scale) {
  constexpr std::int64_t stages = 3;
  const std::string limit = ",stages=" + trainer::to_text(stages);
  const std::string drop = ",reference=previous_level" + limit;
  return {{"StepDecay", "step:" + trainer::to_text(scale.schedule_epochs / stages) + limit},
          {"AutoDecay", "auto:beta=0.7,window=10,tolerance=0.07" + drop},
          {"RemainingFall", "remaining_fall:share=0.45,tolerance=0.07" + drop},
          {"ExpectedFall", "expected_fall:tolerance=0.1,horizon=5,alpha=0.2" + drop},
          {"PyTorch", "pytorch:patience=11,relative=0.1" + limit},
          {"dlib", "dlib:window=8,probability=0.999999,discard=0.1" + limit}};
}

/// The trainings of a contender, one of each seed.
struct Trial {
  Contender contender;
  std::vector<Run> runs = {};
  RunEnds ends = {};
};

Trial run_trial(Laboratory& laboratory, const Scale& scale, const Contender& contender) {
  trainer::Options options = laboratory.common();
  trainer::set_defaults(options, {});
  options.depth = scale.depth;
  options.batch_size = scale.schedule_batch_size;
  options.weight_decay = scale.schedule_weight_decay;
  options.limit = scale.schedule_images;
  options.test_limit = scale.schedule_test_images;
  options.epochs = scale.schedule_epochs;
  options.schedule = contender.schedule;
  Trial trial{.contender = contender, .ends = {.schedule = contender.name}};
  for (std::int64_t seed = 0; seed < scale.schedule_seeds; ++seed) {
    options.seed = options.order_seed = static_cast<std::uint64_t>(seed);
    Run run =
        laboratory.train("schedules-" + contender.name + "-seed-" + std::to_string(seed), options);
    trial.ends.epochs.push_back(numbers(run.metrics, "epoch").back());
    trial.ends.accuracies.push_back(numbers(run.metrics, "test_accuracy").back());
    trial.runs.push_back(std::move(run));
  }
  return trial;
}

void write_epochs(const std::vector<Trial>& trials, const std::filesystem::path& file) {
  const std::vector<std::string> columns = {"epoch", "stage", "learning_rate", "train_loss",
                                            "test_accuracy"};
  report::Csv csv("schedule,seed," + trainer::joined(columns, ","));
  for (const Trial& trial : trials) {
    for (std::size_t seed = 0; seed < trial.runs.size(); ++seed) {
      const csv::Table& metrics = trial.runs[seed].metrics;
      const std::vector<std::vector<double>> numbers = columns_of(metrics, columns);
      for (std::size_t i = 0; i < metrics.rows.size(); ++i)
        csv.row(trial.contender.name, seed, row_of(numbers, i));
      csv.gap();
    }
  }
  csv.write(file);
}

void write_table(const std::vector<Trial>& trials, const std::filesystem::path& file) {
  std::vector<report::TextRow> rows = {
      {"schedule", "epochs", "epochs saved, %", "final test accuracy, %", "against StepDecay"}};
  const RunEnds& step = trials.front().ends;
  const auto percents = [](std::vector<double> shares) {
    for (double& share : shares) share *= 100.0;
    return shares;
  };
  for (const Trial& trial : trials) {
    const RunEnds& ends = trial.ends;
    const bool is_step = &ends == &step;
    rows.push_back({"`" + trial.contender.schedule + "`", report::mean_text(ends.epochs, 1),
                    is_step ? "" : report::mean_text(percents(ends.epochs_saved(step)), 1),
                    report::mean_text(percents(ends.accuracies), 2),
                    is_step
                        ? ""
                        : report::mean_text(
                              percents(report::difference(ends.accuracies, step.accuracies)), 2)});
  }
  trainer::write_atomically(file, {report::aligned_markdown(rows)});
}

}  // namespace

std::vector<Claim> write_schedule_figure(Laboratory& laboratory, const Scale& scale,
                                         const std::filesystem::path& folder) {
  std::vector<Trial> trials;
  for (const Contender& contender : contenders(scale))
    trials.push_back(run_trial(laboratory, scale, contender));
  write_epochs(trials, folder / "figure-schedules.csv");
  write_table(trials, folder / "figure-schedules.md");
  std::vector<Claim> claims;
  for (std::size_t i = 1; i < trials.size(); ++i)
    claims.push_back(arrives_sooner(trials[i].ends, trials.front().ends));
  return claims;
}

}  // namespace figures
