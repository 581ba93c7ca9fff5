// Figures 4 and 11.

#include "figures/claims.hpp"
#include "figures/trainings.hpp"
#include "report/csv.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace figures {
namespace {

struct Parameters {
  std::int64_t decay = 0;
  std::vector<double> rates;               // per epoch
  std::vector<std::string> groups;         // a layer's weights or biases
  std::vector<std::vector<double>> norms;  // per group, after each epoch
};

/// Measures the run with the last decay, which has the most epochs before it.
Parameters measure_parameters(Laboratory& laboratory, const Scale& scale) {
  Parameters parameters;
  parameters.decay = scale.stages.decays.back();
  trainer::Options options = stage_options(laboratory, scale);
  options.schedule = schedule_of(parameters.decay);
  const Run run = laboratory.train("stages-" + decay_name(parameters.decay), options);
  parameters.rates = numbers(run.metrics, "learning_rate");
  const csv::Table table = table_of(run, "norms");
  for (const std::string& column : table.header.cells)
    if (column != "epoch") parameters.groups.push_back(column);
  parameters.norms = columns_of(table, parameters.groups);
  return parameters;
}

/// The mean change over epochs first + 1 … last.
double mean_change(const std::vector<double>& norms, std::int64_t first, std::int64_t last) {
  double sum = 0.0;
  for (std::int64_t epoch = first + 1; epoch <= last; ++epoch) {
    const auto i = static_cast<std::size_t>(epoch - 1);
    sum += std::abs(norms.at(i) - norms.at(i - 1));
  }
  return sum / static_cast<double>(last - first);
}

/// The changes over a few epochs on either side of the decay, equally many on both sides.
std::vector<NormChange> changes_of(const Parameters& parameters) {
  const std::int64_t decay = parameters.decay;
  const std::int64_t span =
      std::min<std::int64_t>({20, decay - 1, std::ssize(parameters.rates) - decay});
  std::vector<NormChange> changes;
  for (std::size_t i = 0; i < parameters.groups.size(); ++i)
    changes.push_back({parameters.groups[i], mean_change(parameters.norms[i], decay - span, decay),
                       mean_change(parameters.norms[i], decay, decay + span)});
  return changes;
}

Claim compare_changes(const Parameters& parameters) {
  return changes_less_after_decay(changes_of(parameters),
                                  parameters.rates.back() / parameters.rates.front());
}

void write_norms(const Parameters& parameters, const std::filesystem::path& file) {
  report::Csv csv("epoch,learning_rate," + trainer::joined(parameters.groups, ","));
  for (std::size_t i = 0; i < parameters.rates.size(); ++i)
    csv.row(i + 1, parameters.rates[i], row_of(parameters.norms, i));
  csv.write(file);
}

}  // namespace

std::vector<Claim> write_figure_4(Laboratory& laboratory, const Scale& scale,
                                  const std::filesystem::path& folder) {
  const Parameters parameters = measure_parameters(laboratory, scale);
  write_norms(parameters, folder / "figure-4.csv");
  return {compare_changes(parameters)};
}

std::vector<Claim> write_figure_11(Laboratory& laboratory, const Scale& scale,
                                   const std::filesystem::path& folder) {
  const Parameters parameters = measure_parameters(laboratory, scale);
  write_norms(parameters, folder / "figure-11.csv");
  report::Csv csv("layer,before,after,ratio");
  for (const NormChange& change : changes_of(parameters))
    csv.row(change.group, change.before, change.after, change.ratio());
  csv.write(folder / "figure-11-changes.csv");
  return {compare_changes(parameters)};
}

}  // namespace figures
