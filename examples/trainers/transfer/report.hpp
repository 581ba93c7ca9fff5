#pragma once

#include "transfer/matrix.hpp"
#include "transfer/options.hpp"

#include <vector>

namespace transfer {

class FeatureCache;
class Images;
struct Source;

/// Prints what the finished cells say, and writes it into the folder: table-2.txt, .csv and .md,
/// claims.txt, recommendation.txt, and with their data the pictures figure-9 and transfer-gains. A
/// picture that cannot be drawn is told on standard error. Computes the features that the distances
/// need if the cache lacks them, until a signal arrives.
void report(const Options& options, const Matrix& matrix, const std::vector<CellResult>& results,
            const Source& source, const FeatureCache& cache, Images& images);

/// `transfer table OUT [--format text|markdown|csv]`: prints the table of a folder as it is now.
/// `argv[0]` is "table". Returns the program's exit code; throws trainer::UsageError, and what
/// read_matrix() and read_results() throw.
int run_table(int argc, const char* const* argv);

}  // namespace transfer
