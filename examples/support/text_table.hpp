#pragma once

#include <string>
#include <vector>

namespace support {

enum class TableFormat { text, markdown, csv };

/// The format with this name on the command line. Throws UsageError for any other name.
[[nodiscard]] TableFormat format_named(const std::string& name);

/// The cells of a row.
using TextRow = std::vector<std::string>;

/// The rows of a table, header first, all with the same number of cells.
using TextRows = std::vector<TextRow>;

/// A table of numbers. The first column is left-aligned, the others are right-aligned, and each
/// column is as wide as its widest cell.
[[nodiscard]] std::string aligned_text(const TextRows& rows);
[[nodiscard]] std::string aligned_markdown(TextRows rows);

/// A table of texts: all columns are left-aligned. As text, no line ends in blanks. As Markdown, cells
/// are not padded, so that a new cell changes its own line alone.
[[nodiscard]] std::string left_aligned_text(const TextRows& rows);
[[nodiscard]] std::string left_aligned_markdown(const TextRows& rows);

}  // namespace support
