#include "figures/pattern_claims.hpp"
#include "figures/trainings.hpp"
#include "support/csv_writer.hpp"
#include "support/statistics.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>

namespace figures {
namespace {

const std::vector<std::string> pattern_columns = {
    "learning_rate",          "batch_size",       "train_loss",
    "easy_accuracy",          "complex_accuracy", "easy_signal_to_noise",
    "complex_signal_to_noise"};

/// A column's values per seed and epoch.
using Seeds = std::vector<std::vector<double>>;

/// The columns of the trainings with one schedule, over several seeds.
using Series = std::map<std::string, Seeds>;

Series run_series(Laboratory& laboratory, const Scale& scale, const std::string& name,
                  const std::string& schedule) {
  trainer::Options options = laboratory.common();
  options.data = "patterns";
  options.depth = scale.pattern_depth;
  options.limit = scale.pattern_images;
  options.test_limit = scale.pattern_test_images;
  options.epochs = scale.patterns.epochs;
  options.schedule = schedule;
  options.pattern_kinds = true;
  Series series;
  for (std::int64_t seed = 0; seed < scale.pattern_seeds; ++seed) {
    options.seed = options.order_seed = static_cast<std::uint64_t>(seed);
    const Run run = laboratory.train("patterns-" + name + "-seed-" + std::to_string(seed), options);
    const csv::Table kinds = table_of(run, "patterns");
    for (const std::string& column : pattern_columns)
      series[column].push_back(
          numbers(run.metrics.has_column(column) ? run.metrics : kinds, column));
  }
  return series;
}

/// The mean over some epochs up to `last`, per seed.
std::vector<double> mean_of_epochs(const Seeds& seeds, std::int64_t last, std::int64_t epochs) {
  std::vector<double> means;
  for (const std::vector<double>& run : seeds) {
    const std::span<const double> part = std::span(run).subspan(
        static_cast<std::size_t>(last - epochs), static_cast<std::size_t>(epochs));
    means.push_back(support::sample_of(part).mean);
  }
  return means;
}

KindAccuracies accuracies(const std::string& column, const Series& never, const Series& rate,
                          const Series& batch, const DecayTrial& plan) {
  // A single test is noisy.
  const std::int64_t few = std::min<std::int64_t>(3, plan.decays.front());
  const auto at = [&](const Series& series, std::int64_t epoch) {
    return mean_of_epochs(series.at(column), epoch, few);
  };
  return {.before = at(rate, plan.decays.front()),
          .by_rate = at(rate, plan.epochs),
          .by_batch = at(batch, plan.epochs),
          .without = at(never, plan.epochs)};
}

void write_series(csv::Writer& csv, const std::string& name, const Series& series) {
  const std::size_t epochs = series.at("train_loss").front().size();
  for (std::size_t i = 0; i < epochs; ++i) {
    std::vector<double> row = {static_cast<double>(i + 1)};
    for (const std::string& column : pattern_columns)
      row.push_back(support::sample_of(row_of(series.at(column), i)).mean);
    csv.row(name, row);
  }
}

}  // namespace

std::vector<Claim> write_pattern_figure(Laboratory& laboratory, const Scale& scale,
                                        const std::filesystem::path& folder) {
  const DecayTrial& plan = scale.patterns;
  const std::int64_t decay = plan.decays.front();
  const Series never = run_series(laboratory, scale, "never", "never");
  const Series rate = run_series(laboratory, scale, "rate", schedule_of(decay));
  const Series batch = run_series(laboratory, scale, "batch", schedule_of(decay) + " | grow(10)");

  csv::Writer csv("run,epoch," + support::joined(pattern_columns, ","));
  write_series(csv, "never", never);
  write_series(csv, "rate", rate);
  write_series(csv, "batch", batch);
  csv.write(folder / "figure-patterns.csv");

  const KindAccuracies easy = accuracies("easy_accuracy", never, rate, batch, plan);
  const KindAccuracies complex = accuracies("complex_accuracy", never, rate, batch, plan);
  const auto first_stage = [&](const char* column) {
    return mean_of_epochs(rate.at(column), decay, decay);
  };
  constexpr double chance = 0.1;  // ten classes
  return {needs_the_decay(complex, chance), learns_complex_after_decay(easy, complex),
          grown_batch_does_the_same(complex),
          easy_gradients_are_consistent(first_stage("easy_signal_to_noise"),
                                        first_stage("complex_signal_to_noise"))};
}

}  // namespace figures
