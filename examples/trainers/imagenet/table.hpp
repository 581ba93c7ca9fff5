#pragma once

#include "imagenet/methods.hpp"
#include "support/text_table.hpp"

#include <string>
#include <vector>

namespace imagenet {

/// The paper's Table 1 for some methods, a row each: the epochs of the runs, the accuracies after
/// the last epoch in per cent, the cost of the training in images and hours, and the images and
/// epochs saved compared with the first method in per cent. For several runs it shows the mean ±
/// sample standard deviation, in CSV as two columns. Unknown values are "–", in CSV empty. A method
/// with unfinished runs is marked with a star after its name; CSV has its number of finished runs
/// instead.
[[nodiscard]] std::string table_of(const std::vector<Method>& methods, support::TableFormat format);

/// `imagenet table RUN… [--format text|markdown|csv]`: prints the table, followed by the methods'
/// differences other than their schedules (on standard error if the format is CSV). `argv[0]` is
/// "table". Returns the program's exit code. Throws support::UsageError, and as read_methods()
/// does.
int run_table(int argc, const char* const* argv);

}  // namespace imagenet
