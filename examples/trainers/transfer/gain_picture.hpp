#pragma once

#include "transfer/matrix.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace transfer {

/// How far each target is from the source, by its name; see frechet_distance(). At least 0.
using Distances = std::map<std::string, double>;

/// What each stage gains on each data set against its distance from the source, into an existing
/// folder: transfer-gains.csv, a row for each gain that a seed has finished, in the columns
///
///   panel     of the picture, from 1, one for each method with finished gains
///   method    its name
///   dataset   the nearest first: in each panel the source, at distance 0, and the targets
///   distance  from the source
///   name_at   at which distance the picture has room for the name
///   stage     from which the gain is
///   gain      its name, "Gain12"
///   mean      over the seeds, in percentage points
///   low, high the ends of its 95 % interval; nothing for a single seed
///
/// Throws std::runtime_error that names a target with a finished gain whose distance is not known or
/// cannot be, or if there is no finished gain; std::system_error if it cannot write.
void write_gains(const Matrix& matrix, const std::vector<CellResult>& results,
                 const Distances& distances, const std::filesystem::path& folder);

/// Writes that, and lets gnuplot draw transfer-gains.svg and .png from it, a panel for each method with
/// finished gains; `note`, which says what the distances are, stands small below. Throws as
/// write_gains() and gnuplot::draw() do.
void draw_gains(const Matrix& matrix, const std::vector<CellResult>& results,
                const Distances& distances, const std::string& note,
                const std::filesystem::path& folder);

}  // namespace transfer
