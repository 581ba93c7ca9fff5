#pragma once

#include <string>
#include <vector>

namespace detection {

/// A table's rows, the header first, all with as many cells.
using TextRows = std::vector<std::vector<std::string>>;

/// Lines whose cells stand below one another, two blanks apart.
[[nodiscard]] std::string as_text(const TextRows& rows);

/// A table of Markdown.
[[nodiscard]] std::string as_markdown(const TextRows& rows);

}  // namespace detection
