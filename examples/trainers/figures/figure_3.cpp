#include "figures/claims.hpp"
#include "figures/trainings.hpp"
#include "support/csv_writer.hpp"

#include <cstddef>
#include <cstdint>

namespace figures {

std::vector<Claim> write_figure_3(Laboratory& laboratory, const Scale& scale,
                                  const std::filesystem::path& folder) {
  const std::vector<std::string> scores = {"epoch",          "learning_rate", "train_loss",
                                           "train_accuracy", "test_loss",     "test_accuracy"};
  csv::Writer first("decay," + support::joined(scores, ","));
  csv::Writer all("decay,seed," + support::joined(scores, ","));
  LossesByDecay losses;
  for (const std::int64_t decay : with_never(scale.stages.decays)) {
    for (std::int64_t seed = 0; seed < scale.stage_seeds; ++seed) {
      const Run run = train_stages(laboratory, scale, decay, seed);
      const std::vector<std::vector<double>> columns = columns_of(run.metrics, scores);
      for (std::size_t i = 0; i < run.metrics.rows.size(); ++i) {
        all.row(decay_name(decay), seed, row_of(columns, i));
        if (seed == 0) first.row(decay_name(decay), row_of(columns, i));
      }
      losses[decay].push_back(numbers(run.metrics, "train_loss"));
    }
  }
  first.write(folder / "figure-3.csv");
  all.write(folder / "figure-3-seeds.csv");
  return {drops_sharply(losses), plateaus_without_decay(losses)};
}

}  // namespace figures
