#pragma once

#include <string>
#include <vector>

namespace detection {

/// The rows of a table, header first, all with the same number of cells.
using TextRows = std::vector<std::vector<std::string>>;

/// Aligned text columns, separated by two spaces.
[[nodiscard]] std::string as_text(const TextRows& rows);

/// A Markdown table.
[[nodiscard]] std::string as_markdown(const TextRows& rows);

}  // namespace detection
