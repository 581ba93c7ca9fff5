#include "figures/claims.hpp"
#include "figures/trainings.hpp"
#include "report/csv.hpp"

#include <cstddef>
#include <map>

namespace figures {

std::vector<Claim> write_figure_3(Laboratory& laboratory, const Scale& scale,
                                  const std::filesystem::path& folder) {
  const std::vector<std::string> scores = {"epoch",          "learning_rate", "train_loss",
                                           "train_accuracy", "test_loss",     "test_accuracy"};
  report::Csv csv("decay," + trainer::joined(scores, ","));
  std::map<std::int64_t, Losses> losses;
  for (const std::int64_t decay : with_never(scale.stages.decays)) {
    trainer::Options options = stage_options(laboratory, scale);
    options.schedule = schedule_of(decay);
    const Run run = laboratory.train("stages-" + decay_name(decay), options);
    const std::vector<std::vector<double>> columns = columns_of(run.metrics, scores);
    for (std::size_t i = 0; i < run.metrics.rows.size(); ++i)
      csv.row(decay_name(decay), row_of(columns, i));
    losses[decay] = numbers(run.metrics, "train_loss");
  }
  csv.write(folder / "figure-3.csv");
  return {drops_sharply(losses), plateaus_without_decay(losses)};
}

}  // namespace figures
