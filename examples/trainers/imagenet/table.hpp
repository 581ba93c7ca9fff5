#pragma once

#include "imagenet/methods.hpp"
#include "report/text_table.hpp"

#include <string>
#include <vector>

namespace imagenet {

/// The paper's Table 1 of some methods, a row each: the epochs until the run's end, the accuracies
/// after the last one in per cent, what the training took in images and hours, and how many per cent
/// fewer images and epochs than the first method's that is. Of several runs it shows the mean ±
/// sample standard deviation, as CSV in two columns; what a run does not tell is "–", as CSV nothing.
/// A method with runs that are not finished has a star behind its name, as CSV its count of finished
/// ones.
[[nodiscard]] std::string table_of(const std::vector<Method>& methods, report::TableFormat format);

/// `imagenet table RUN… [--format text|markdown|csv]`: prints the table, and below it, for CSV on
/// standard error, what the methods differ in beside their schedules. `argv[0]` is "table".
/// Returns the program's exit code; throws trainer::UsageError, and as read_methods() does.
int run_table(int argc, const char* const* argv);

}  // namespace imagenet
