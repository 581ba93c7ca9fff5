#include "figures/claims.hpp"
#include "figures/trainings.hpp"
#include "report/csv.hpp"
#include "report/statistics.hpp"
#include "report/text_table.hpp"
#include "trainer/schedule.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace figures {
namespace {

/// StepDecay first, then the detectors, with the settings that saved most within a regret of 10 %
/// on the recorded logs of bench/detection. Those are other trainings than these, so no setting is
/// fitted here. The regret is loose because the next stage regains what a stage gives up. No
/// detector has more stages than StepDecay; AutoDecay and RemainingImprovement may end a training
/// earlier because of a stage's drop. ImprovementTest is left out: its first answer comes at the
/// 32nd epoch of a stage, so it cannot save anything if StepDecay's stages are not longer.
std::vector<std::string> schedules_of(const Scale& scale) {
  constexpr std::int64_t stages = 3;
  const std::string limit = "stages(" + trainer::to_text(stages) + ")";
  const std::string drop = " | all(" + limit + ", drop(reference=previous_level))";
  return {"step(" + trainer::to_text(scale.schedule_epochs / stages) + ") | " + limit,
          "auto(beta=0.7, window=10, tolerance=0.07)" + drop,
          "remaining_improvement(share=0.45, tolerance=0.07)" + drop,
          "pytorch(patience=11, relative_margin=0.1) | " + limit,
          "dlib(window=8, probability=0.999999) | " + limit};
}

/// The text with its bars escaped, since a bar ends a cell of a Markdown table.
std::string in_table(std::string text) {
  for (std::size_t bar = text.find('|'); bar != text.npos; bar = text.find('|', bar + 2))
    text.insert(bar, "\\");
  return text;
}

/// The trainings with a schedule, one per seed.
struct Trial {
  std::string schedule;
  std::vector<Run> runs = {};
  std::vector<double> stages = {};
  RunEnds ends = {};
};

Trial run_trial(Laboratory& laboratory, const Scale& scale, const std::string& schedule) {
  trainer::Options options = laboratory.common();
  trainer::set_defaults(options, {});
  options.depth = scale.depth;
  options.batch_size = scale.schedule_batch_size;
  options.weight_decay = scale.schedule_weight_decay;
  options.limit = scale.schedule_images;
  options.test_limit = scale.schedule_test_images;
  options.epochs = scale.schedule_epochs;
  options.schedule = schedule;
  Trial trial{.schedule = schedule};
  trial.ends.method = trainer::Schedule(schedule).method();
  for (std::int64_t seed = 0; seed < scale.schedule_seeds; ++seed) {
    options.seed = options.order_seed = static_cast<std::uint64_t>(seed);
    Run run = laboratory.train("schedules-" + trial.ends.method + "-seed-" + std::to_string(seed),
                               options);
    trial.stages.push_back(numbers(run.metrics, "stage").back());
    trial.ends.epochs.push_back(numbers(run.metrics, "epoch").back());
    trial.ends.accuracies.push_back(numbers(run.metrics, "test_accuracy").back());
    trial.runs.push_back(std::move(run));
  }
  return trial;
}

void write_epochs(const std::vector<Trial>& trials, const std::filesystem::path& file) {
  const std::vector<std::string> names = {"epoch", "stage", "learning_rate", "train_loss",
                                          "test_accuracy"};
  report::Csv csv("method,seed," + trainer::joined(names, ","));
  for (const Trial& trial : trials) {
    for (std::size_t seed = 0; seed < trial.runs.size(); ++seed) {
      const csv::Table& metrics = trial.runs[seed].metrics;
      const std::vector<std::vector<double>> columns = columns_of(metrics, names);
      for (std::size_t i = 0; i < metrics.rows.size(); ++i)
        csv.row(trial.ends.method, seed, row_of(columns, i));
    }
  }
  csv.write(file);
}

std::string percent_text(std::vector<double> shares, int decimals) {
  for (double& share : shares) share *= 100.0;
  return report::mean_text(shares, decimals);
}

void write_table(const std::vector<Trial>& trials, const std::filesystem::path& file) {
  const RunEnds& step = trials.front().ends;
  std::vector<report::TextRow> rows = {{"method", "stages", "epochs", "epochs saved, %",
                                        "final test accuracy, %",
                                        "against " + step.method + ", points", "schedule"}};
  for (const auto& [schedule, runs, stages, ends] : trials)
    rows.push_back({ends.method, report::mean_text(stages, 1), report::mean_text(ends.epochs, 1),
                    percent_text(ends.epochs_saved(step), 1), percent_text(ends.accuracies, 2),
                    percent_text(report::difference(ends.accuracies, step.accuracies), 2),
                    '`' + in_table(schedule) + '`'});
  trainer::write_atomically(file, {report::aligned_markdown(rows)});
}

}  // namespace

std::vector<Claim> write_schedule_figure(Laboratory& laboratory, const Scale& scale,
                                         const std::filesystem::path& folder) {
  std::vector<Trial> trials;
  for (const std::string& schedule : schedules_of(scale))
    trials.push_back(run_trial(laboratory, scale, schedule));
  write_epochs(trials, folder / "figure-schedules.csv");
  write_table(trials, folder / "figure-schedules.md");
  std::vector<Claim> claims;
  for (std::size_t i = 1; i < trials.size(); ++i)
    claims.push_back(arrives_sooner(trials[i].ends, trials.front().ends));
  return claims;
}

}  // namespace figures
