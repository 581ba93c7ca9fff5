#include "transfer/gain_picture.hpp"

#include "support/csv_writer.hpp"
#include "support/gnuplot.hpp"
#include "support/statistics.hpp"
#include "support/text.hpp"
#include "transfer/accuracies.hpp"
#include "transfer/interval.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace transfer {
namespace {

/// A data set in a panel.
struct Place {
  std::string name;
  Accuracies accuracies;
  double distance = 0.0;
  double name_at = 0.0;  // position of its name on the axis of distances
};

bool has_gains(const Accuracies& accuracies) {
  for (std::int64_t stage = 1; stage < accuracies.stages(); ++stage)
    if (!accuracies.gains(stage).empty()) return true;
  return false;
}

double distance_of(const std::string& target, const Distances& distances) {
  const auto found = distances.find(target);
  if (found == distances.end())
    throw std::runtime_error("the distance of " + target + " from the source is not known");
  if (!(found->second >= 0.0) || !std::isfinite(found->second))
    throw std::runtime_error("the distance of " + target +
                             " from the source must be a number of at least 0, got " +
                             support::to_text(found->second));
  return found->second;
}

/// Moves names apart where the data sets are too close for them.
void place_names(std::vector<Place>& places) {
  constexpr double part_of_axis = 0.075;  // the width of a slanted line of text
  std::stable_sort(places.begin(), places.end(),
                   [](const Place& a, const Place& b) { return a.distance < b.distance; });
  const double apart = part_of_axis * places.back().distance;
  double least = 0.0;
  for (Place& place : places) {
    place.name_at = std::max(place.distance, least);
    least = place.name_at + apart;
  }
}

/// The data sets of a method with finished gains, the nearest first; none if no target has any.
std::vector<Place> places_of(const Matrix& matrix, const std::vector<CellResult>& results,
                             const Distances& distances, Method method) {
  std::vector<Place> places;
  for (const std::string& target : matrix.targets) {
    Accuracies accuracies(matrix, results, target, method);
    if (has_gains(accuracies))
      places.push_back({target, std::move(accuracies), distance_of(target, distances)});
  }
  if (places.empty()) return places;
  places.insert(places.begin(), {matrix.source.name, Accuracies(matrix.source)});
  place_names(places);
  return places;
}

/// The ends of the interval of a mean; empty for a single number.
std::vector<std::string> ends_of(const std::vector<double>& gains) {
  if (gains.size() < 2) return {"", ""};
  const Interval interval = mean_interval(gains);
  return {support::to_text(100.0 * interval.low), support::to_text(100.0 * interval.high)};
}

}  // namespace

void write_gains(const Matrix& matrix, const std::vector<CellResult>& results,
                 const Distances& distances, const std::filesystem::path& folder) {
  csv::Writer csv("panel,method,dataset,distance,name_at,stage,gain,mean,low,high");
  std::int64_t panel = 1;
  for (const auto& [method, seeds] : matrix.seeds) {
    const std::vector<Place> places = places_of(matrix, results, distances, method);
    for (const auto& [dataset, accuracies, distance, name_at] : places)
      for (std::int64_t stage = 1; stage < matrix.stages(); ++stage)
        if (const std::vector<double> gains = accuracies.gains(stage); !gains.empty())
          csv.row(panel, name(method), dataset, distance, name_at, stage, gain_name(stage),
                  100.0 * support::sample_of(gains).mean, ends_of(gains));
    if (!places.empty()) ++panel;
  }
  if (panel == 1) throw std::runtime_error("no gain from one stage to the next is known yet");
  csv.write(folder / "transfer-gains.csv");
}

void draw_gains(const Matrix& matrix, const std::vector<CellResult>& results,
                const Distances& distances, const std::string& note,
                const std::filesystem::path& folder) {
  write_gains(matrix, results, distances, folder);
  gnuplot::draw(gnuplot::script("transfer-gains.gp"),
                {note + "; bars: 95 % intervals over the seeds"}, folder);
}

}  // namespace transfer
