#pragma once

#include <string>
#include <vector>

namespace report {

enum class TableFormat { text, markdown, csv };

/// The format of a name on the command line. Throws trainer::UsageError for any other.
[[nodiscard]] TableFormat format_named(const std::string& name);

/// The cells of a row.
using TextRow = std::vector<std::string>;

/// A table whose first row is its header, for people: the first column to the left, the others to the
/// right, columns as wide as their widest cell. In Markdown a | in a cell would end it.
[[nodiscard]] std::string aligned_text(const std::vector<TextRow>& rows);
[[nodiscard]] std::string aligned_markdown(const std::vector<TextRow>& rows);

/// The mean of at least one number, and of several "mean ± sample standard deviation".
[[nodiscard]] std::string mean_text(const std::vector<double>& values, int decimals);

}  // namespace report
