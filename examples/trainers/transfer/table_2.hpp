#pragma once

#include "report/text_table.hpp"
#include "transfer/matrix.hpp"

#include <string>
#include <vector>

namespace transfer {

/// The paper's Table 2, of any number of stages: for the source and each target the accuracy of each
/// stage's snapshot in per cent, between them the gains in percentage points, and at the end the ratios
/// of consecutive gains, each the ratio of their means over the seeds.
///
/// As text and Markdown a table for each method, below one another, where the paper has them side by
/// side. Of several seeds accuracies and gains are mean ± sample standard deviation. What not all seeds
/// have finished has a star before it, which a last line explains; what none has is "–".
///
/// As CSV a row for each method and data set, the source's too, with columns for the finished and for
/// all cells, each number's deviation (nothing for a single seed), and the 95 % interval of each ratio
/// as ratio_interval() has it (nothing where that has none).
///
/// A method without a finished cell is left out.
[[nodiscard]] std::string table_2(const Matrix& matrix, const std::vector<CellResult>& results,
                                  report::TableFormat format);

}  // namespace transfer
