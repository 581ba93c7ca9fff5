#include "figures/csv.hpp"
#include "figures/statistics.hpp"
#include "figures/trainings.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace figures {
namespace {

constexpr std::array columns = {
    "learning_rate",          "batch_size",       "train_loss",
    "easy_accuracy",          "complex_accuracy", "easy_signal_to_noise",
    "complex_signal_to_noise"};

/// A column's numbers after each epoch, for each seed.
using Seeds = std::vector<std::vector<double>>;

/// Trainings of several seeds with one schedule.
struct Series {
  std::string name;
  std::array<Seeds, columns.size()> values = {};

  [[nodiscard]] const Seeds& column(std::string_view wanted) const {
    const auto found = std::find(columns.begin(), columns.end(), wanted);
    return values.at(static_cast<std::size_t>(found - columns.begin()));
  }
};

Series run_series(Laboratory& laboratory, const Scale& scale, const std::string& name,
                  const std::string& schedule) {
  Series series{.name = name};
  for (std::int64_t seed = 0; seed < scale.pattern_seeds; ++seed) {
    trainer::Options options = laboratory.common();
    options.data = "patterns";
    options.depth = 10;
    options.limit = scale.pattern_images;
    options.epochs = scale.patterns.epochs;
    options.schedule = schedule;
    options.seed = options.order_seed = static_cast<std::uint64_t>(seed);
    options.pattern_kinds = true;
    const Run run = laboratory.train("patterns-" + name + "-seed-" + std::to_string(seed), options);
    const csv::Table kinds = csv::read((run.folder / "patterns.csv").string());
    for (std::size_t i = 0; i < columns.size(); ++i)
      series.values[i].push_back(
          numbers(run.metrics.has_column(columns[i]) ? run.metrics : kinds, columns[i]));
  }
  return series;
}

double mean_of(const Seeds& seeds, std::size_t epoch_index) {
  std::vector<double> values;
  for (const std::vector<double>& run : seeds) values.push_back(run.at(epoch_index));
  return sample_of(values).mean;
}

/// The means over a few epochs up to `last`, of each seed: one test is noisy.
std::vector<double> settled(const Seeds& seeds, std::int64_t last) {
  const std::int64_t few = std::min<std::int64_t>(3, last);
  std::vector<double> result;
  for (const std::vector<double>& run : seeds) {
    double sum = 0.0;
    for (std::int64_t epoch = last - few + 1; epoch <= last; ++epoch)
      sum += run.at(static_cast<std::size_t>(epoch - 1));
    result.push_back(sum / static_cast<double>(few));
  }
  return result;
}

std::string percent(const std::vector<double>& shares) {
  const Sample sample = sample_of(shares);
  return rounded(100.0 * sample.mean) + " ± " + rounded(100.0 * sample.deviation);
}

/// What the seeds gain from `before` to `after`.
Sample gain(const std::vector<double>& after, const std::vector<double>& before) {
  return sample_of(difference(after, before));
}

bool is_certain(const Sample& sample) { return sample.mean > 2.0 * sample.standard_error; }

/// What is learned in the second stage that is not learned without a decay.
Claim compare_kinds(const Series& rate, const Series& never, const DecayTrial& plan) {
  const std::int64_t decay = plan.decays.front();
  const auto easy_before = settled(rate.column("easy_accuracy"), decay);
  const auto easy_after = settled(rate.column("easy_accuracy"), plan.epochs);
  const auto before = settled(rate.column("complex_accuracy"), decay);
  const auto after = settled(rate.column("complex_accuracy"), plan.epochs);
  const auto without = settled(never.column("complex_accuracy"), plan.epochs);
  const Sample over_never = gain(after, without);
  return {
      is_certain(over_never) && gain(after, before).mean > 2.0 * gain(easy_after, easy_before).mean,
      "accuracy before the decay and at the end, %: on easy patterns " + percent(easy_before) +
          " and " + percent(easy_after) + ", on complex ones " + percent(before) + " and " +
          percent(after) + "; at the end without a decay, on complex ones " + percent(without)};
}

/// Whether a larger batch opens the stage that a smaller rate opens.
Claim compare_actions(const Series& rate, const Series& batch, const DecayTrial& plan) {
  const auto before = settled(rate.column("complex_accuracy"), plan.decays.front());
  const auto by_rate = settled(rate.column("complex_accuracy"), plan.epochs);
  const auto by_batch = settled(batch.column("complex_accuracy"), plan.epochs);
  const Sample gained = gain(by_batch, before);
  return {is_certain(gained) && gained.mean > 0.5 * gain(by_rate, before).mean,
          "with the batch grown tenfold and the rate left alone, complex patterns go from " +
              percent(before) + " to " + percent(by_batch) + " %; with the rate lowered, to " +
              percent(by_rate) + " %"};
}

Claim compare_consistency(const Series& rate, const DecayTrial& plan) {
  const auto mean_of_stage = [&](const char* column) {
    std::vector<double> means;
    for (const std::vector<double>& run : rate.column(column))
      means.push_back(
          sample_of(std::span(run).first(static_cast<std::size_t>(plan.decays.front()))).mean);
    return sample_of(means);
  };
  const Sample easy = mean_of_stage("easy_signal_to_noise");
  const Sample complex = mean_of_stage("complex_signal_to_noise");
  return {easy.mean > complex.mean,
          "signal to noise of the gradient across mini-batches, mean of the first stage: of easy "
          "patterns " +
              rounded(easy.mean) + ", of complex ones " + rounded(complex.mean)};
}

}  // namespace

std::vector<Claim> write_pattern_figure(Laboratory& laboratory, const Scale& scale,
                                        const std::filesystem::path& folder) {
  const std::int64_t decay = scale.patterns.decays.front();
  const std::array<Series, 3> series = {
      run_series(laboratory, scale, "never", "never"),
      run_series(laboratory, scale, "rate", schedule_of(decay)),
      run_series(laboratory, scale, "batch", schedule_of(decay) + ",grow=10")};

  Csv csv(
      "run,epoch,learning_rate,batch_size,train_loss,easy_accuracy,complex_accuracy,"
      "easy_signal_to_noise,complex_signal_to_noise");
  for (const Series& one : series) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(scale.patterns.epochs); ++i) {
      std::vector<double> row = {static_cast<double>(i + 1)};
      for (const Seeds& seeds : one.values) row.push_back(mean_of(seeds, i));
      csv.row(one.name, row);
    }
  }
  csv.write(folder / "figure-patterns.csv");

  const auto& [never, rate, batch] = series;
  return {compare_kinds(rate, never, scale.patterns), compare_actions(rate, batch, scale.patterns),
          compare_consistency(rate, scale.patterns)};
}

}  // namespace figures
