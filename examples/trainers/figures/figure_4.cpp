// Figures 4 and 11.

#include "figures/claims.hpp"
#include "figures/trainings.hpp"
#include "support/csv_writer.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace figures {
namespace {

struct Parameters {
  std::vector<double> rates;               // per epoch
  std::vector<std::string> groups;         // a layer's weights or biases
  std::vector<std::vector<double>> norms;  // per group, after each epoch
};

/// Measures the runs with the last decay, which has the most epochs before it, one per seed.
std::vector<Parameters> measure_parameters(Laboratory& laboratory, const Scale& scale) {
  std::vector<Parameters> all;
  for (std::int64_t seed = 0; seed < scale.stage_seeds; ++seed) {
    const Run run = train_stages(laboratory, scale, scale.stages.decays.back(), seed);
    Parameters& parameters = all.emplace_back();
    parameters.rates = numbers(run.metrics, "learning_rate");
    const csv::Table table = table_of(run, "norms");
    for (const std::string& column : table.header.cells)
      if (column != "epoch") parameters.groups.push_back(column);
    parameters.norms = columns_of(table, parameters.groups);
  }
  return all;
}

/// The first differences.
std::vector<double> differences(const std::vector<double>& values) {
  std::vector<double> result;
  for (std::size_t i = 1; i < values.size(); ++i) result.push_back(values[i] - values[i - 1]);
  return result;
}

double mean_size(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += std::abs(value);
  return sum / static_cast<double>(values.size());
}

/// The norms after epochs first … last.
std::vector<double> part(const std::vector<double>& norms, std::int64_t first, std::int64_t last) {
  return {norms.begin() + (first - 1), norms.begin() + last};
}

/// The changes over a few epochs on either side of the decay, as means over the seeds. An epoch's
/// norm counts to the side whose rate it was trained with; the first differences after the decay
/// start from the last norm before it.
std::vector<NormChange> changes_of(const std::vector<Parameters>& seeds, std::int64_t decay) {
  const std::int64_t epochs = std::ssize(seeds.front().rates);
  const std::int64_t span = std::min<std::int64_t>({20, decay - 1, epochs - decay});
  std::vector<NormChange> changes;
  for (std::size_t i = 0; i < seeds.front().groups.size(); ++i) {
    NormChange change = {.group = seeds.front().groups[i], .roughness = {}, .drift = {}};
    for (const Parameters& parameters : seeds) {
      const std::vector<double>& norms = parameters.norms[i];
      const auto share = 1.0 / static_cast<double>(seeds.size());
      change.roughness.before +=
          share * mean_size(differences(differences(part(norms, decay - span, decay))));
      change.roughness.after +=
          share * mean_size(differences(differences(part(norms, decay + 1, decay + span))));
      change.drift.before += share * mean_size(differences(part(norms, decay - span, decay)));
      change.drift.after += share * mean_size(differences(part(norms, decay, decay + span)));
    }
    changes.push_back(change);
  }
  return changes;
}

Claim compare_changes(const std::vector<Parameters>& seeds, std::int64_t decay) {
  const std::vector<double>& rates = seeds.front().rates;
  return changes_more_smoothly_after_decay(changes_of(seeds, decay), rates.back() / rates.front());
}

void write_norms(const Parameters& parameters, const std::filesystem::path& file) {
  csv::Writer csv("epoch,learning_rate," + support::joined(parameters.groups, ","));
  for (std::size_t i = 0; i < parameters.rates.size(); ++i)
    csv.row(i + 1, parameters.rates[i], row_of(parameters.norms, i));
  csv.write(file);
}

}  // namespace

std::vector<Claim> write_figure_4(Laboratory& laboratory, const Scale& scale,
                                  const std::filesystem::path& folder) {
  const std::vector<Parameters> seeds = measure_parameters(laboratory, scale);
  write_norms(seeds.front(), folder / "figure-4.csv");
  return {compare_changes(seeds, scale.stages.decays.back())};
}

std::vector<Claim> write_figure_11(Laboratory& laboratory, const Scale& scale,
                                   const std::filesystem::path& folder) {
  const std::vector<Parameters> seeds = measure_parameters(laboratory, scale);
  const std::int64_t decay = scale.stages.decays.back();
  write_norms(seeds.front(), folder / "figure-11.csv");
  csv::Writer csv("layer,before,after,ratio,drift_before,drift_after,drift_ratio");
  for (const auto& [group, roughness, drift] : changes_of(seeds, decay))
    csv.row(group, roughness.before, roughness.after, roughness.ratio(), drift.before, drift.after,
            drift.ratio());
  csv.write(folder / "figure-11-changes.csv");
  return {compare_changes(seeds, decay)};
}

}  // namespace figures
