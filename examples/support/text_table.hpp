#pragma once

#include <string>
#include <vector>

namespace support {

enum class TableFormat { text, markdown, csv };

/// The format with this name on the command line. Throws UsageError for any other name.
[[nodiscard]] TableFormat format_named(const std::string& name);

/// The cells of a row.
using TextRow = std::vector<std::string>;

/// A table for reading, whose first row is the header. The first column is left-aligned, the others
/// are right-aligned, and each column is as wide as its widest cell. Cells of a Markdown table must
/// not contain "|".
[[nodiscard]] std::string aligned_text(const std::vector<TextRow>& rows);
[[nodiscard]] std::string aligned_markdown(const std::vector<TextRow>& rows);

/// The mean of at least one number, or "mean ± sample standard deviation" of several.
[[nodiscard]] std::string mean_text(const std::vector<double>& values, int decimals);

}  // namespace support
