#pragma once

#include "support/text_table.hpp"
#include "transfer/matrix.hpp"

#include <string>
#include <vector>

namespace transfer {

/// The paper's Table 2 for any number of stages: for the source and each target, the accuracy of
/// each stage's snapshot in per cent, the gains between them in percentage points, and the ratios
/// of consecutive gains. Each ratio is the ratio of the gains' means over the seeds.
///
/// Text and Markdown have one table per method, one below another; the paper has them side by side.
/// With several seeds, accuracies and gains are mean ± sample standard deviation. A value that some
/// seeds have not finished is marked with a star, which a last line explains; a value that no seed
/// has finished is "–".
///
/// CSV has a row per method and data set, including the source, with columns for the number of
/// finished cells and of all cells, each number's deviation (empty for a single seed), and the 95 %
/// interval of each ratio from ratio_interval() (empty if there is none).
///
/// Methods without a finished cell are left out.
[[nodiscard]] std::string table_2(const Matrix& matrix, const std::vector<CellResult>& results,
                                  support::TableFormat format);

}  // namespace transfer
