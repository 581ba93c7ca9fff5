#pragma once

#include "transfer/matrix.hpp"
#include "transfer/options.hpp"

#include <vector>

namespace transfer {

class FeatureCache;
class Images;
struct Source;

/// Prints the results of the finished cells, and writes them into the folder: table-2.txt, .csv and
/// .md, claims.txt, recommendation.txt, and the pictures figure-9 and transfer-gains with their
/// data. If a picture cannot be drawn, says so on standard error. Computes the features for the
/// distances if the cache lacks them, until a signal arrives.
void report(const Options& options, const Matrix& matrix, const std::vector<CellResult>& results,
            const Source& source, const FeatureCache& cache, Images& images);

/// `transfer table OUT [--format text|markdown|csv]`: prints the current table of a folder.
/// `argv[0]` is "table". Returns the program's exit code. Throws support::UsageError, and as
/// read_matrix() and read_results() do.
int run_table(int argc, const char* const* argv);

}  // namespace transfer
