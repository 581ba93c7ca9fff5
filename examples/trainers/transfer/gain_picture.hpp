#pragma once

#include "transfer/matrix.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace transfer {

/// The distance of each target from the source, by name; see frechet_distance(). At least 0.
using Distances = std::map<std::string, double>;

/// Writes the gain of each stage on each data set, with the data set's distance from the source,
/// into an existing folder: transfer-gains.csv, a row per gain that a seed has finished, with the
/// columns
///
///   panel     of the picture, from 1, one per method with finished gains
///   method    its name
///   dataset   the nearest first: in each panel the source, at distance 0, and the targets
///   distance  from the source
///   name_at   the distance at which the picture has room for the name
///   stage     before the gain
///   gain      its name, "Gain12"
///   mean      over the seeds, in percentage points
///   low, high the ends of its 95 % interval; empty for a single seed
///
/// Throws std::runtime_error that names a target with a finished gain and an unknown or invalid
/// distance, or if there is no finished gain; throws std::system_error if it cannot write.
void write_gains(const Matrix& matrix, const std::vector<CellResult>& results,
                 const Distances& distances, const std::filesystem::path& folder);

/// Writes the same and draws transfer-gains.svg and .png with gnuplot, a panel per method with
/// finished gains. `note` says what the distances are and is printed small below. Throws as
/// write_gains() and gnuplot::draw() do.
void draw_gains(const Matrix& matrix, const std::vector<CellResult>& results,
                const Distances& distances, const std::string& note,
                const std::filesystem::path& folder);

}  // namespace transfer
