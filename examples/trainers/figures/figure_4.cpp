// Figures 4 and 11.

#include "figures/csv.hpp"
#include "figures/trainings.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace figures {
namespace {

/// The norms of one layer's weights or biases after each epoch.
struct Norms {
  std::string name;
  std::vector<double> values;
};

/// Mean |change of the norm| from one epoch to the next, over as many epochs on both sides of a
/// decay.
struct Change {
  std::string name;
  double before = 0.0;
  double after = 0.0;

  [[nodiscard]] double ratio() const { return after / before; }
};

struct Parameters {
  std::vector<double> rates;
  std::vector<Norms> norms;
  std::int64_t decay = 0;
};

/// Of the run with the last decay, the one with most epochs before it.
Parameters measure_parameters(Laboratory& laboratory, const Scale& scale) {
  Parameters parameters;
  parameters.decay = scale.stages.decays.back();
  trainer::Options options = stage_options(laboratory, scale);
  options.schedule = schedule_of(parameters.decay);
  const Run run = laboratory.train("stages-" + decay_name(parameters.decay), options);
  parameters.rates = numbers(run.metrics, "learning_rate");
  const csv::Table table = csv::read((run.folder / "norms.csv").string());
  for (const std::string& column : table.header.cells)
    if (column != "epoch") parameters.norms.push_back({column, numbers(table, column)});
  return parameters;
}

/// The mean over epochs first + 1 … last.
double mean_change(const std::vector<double>& norms, std::int64_t first, std::int64_t last) {
  double sum = 0.0;
  for (std::int64_t epoch = first + 1; epoch <= last; ++epoch) {
    const auto i = static_cast<std::size_t>(epoch - 1);
    sum += std::abs(norms.at(i) - norms.at(i - 1));
  }
  return sum / static_cast<double>(last - first);
}

std::vector<Change> changes_of(const Parameters& parameters) {
  const std::int64_t decay = parameters.decay;
  const auto epochs = std::ssize(parameters.rates);
  const std::int64_t span = std::min(decay - 1, epochs - decay);
  std::vector<Change> changes;
  for (const Norms& norms : parameters.norms)
    changes.push_back({norms.name, mean_change(norms.values, decay - span, decay),
                       mean_change(norms.values, decay, decay + span)});
  return changes;
}

Claim compare_changes(const std::vector<Change>& changes) {
  std::vector<Change> sorted = changes;
  std::sort(sorted.begin(), sorted.end(),
            [](const Change& a, const Change& b) { return a.ratio() < b.ratio(); });
  const auto smaller = std::count_if(sorted.begin(), sorted.end(),
                                     [](const Change& change) { return change.ratio() < 1.0; });
  const auto text_of = [](const Change& change) {
    return rounded(change.ratio()) + " (" + change.name + ")";
  };
  return {smaller == std::ssize(sorted),
          "after the decay the norm changes less from epoch to epoch than before it in " +
              std::to_string(smaller) + " of " + std::to_string(sorted.size()) +
              " groups of parameters: the ratio is " + text_of(sorted.front()) + " to " +
              text_of(sorted.back()) + ", its median " +
              rounded(sorted[sorted.size() / 2].ratio())};
}

void write_norms(const Parameters& parameters, const std::filesystem::path& file) {
  std::string header = "epoch,learning_rate";
  for (const Norms& norms : parameters.norms) header += ',' + norms.name;
  Csv csv(header);
  for (std::size_t i = 0; i < parameters.rates.size(); ++i) {
    std::vector<double> row = {static_cast<double>(i + 1), parameters.rates[i]};
    for (const Norms& norms : parameters.norms) row.push_back(norms.values.at(i));
    csv.row(row);
  }
  csv.write(file);
}

}  // namespace

std::vector<Claim> write_figure_4(Laboratory& laboratory, const Scale& scale,
                                  const std::filesystem::path& folder) {
  const Parameters parameters = measure_parameters(laboratory, scale);
  write_norms(parameters, folder / "figure-4.csv");
  return {compare_changes(changes_of(parameters))};
}

std::vector<Claim> write_figure_11(Laboratory& laboratory, const Scale& scale,
                                   const std::filesystem::path& folder) {
  const Parameters parameters = measure_parameters(laboratory, scale);
  write_norms(parameters, folder / "figure-11.csv");
  const std::vector<Change> changes = changes_of(parameters);
  Csv csv("layer,before,after,ratio");
  for (const Change& change : changes)
    csv.row(change.name, change.before, change.after, change.ratio());
  csv.write(folder / "figure-11-changes.csv");
  return {compare_changes(changes)};
}

}  // namespace figures
