#include "detection/text_table.hpp"

#include "support/text.hpp"

#include <algorithm>
#include <cstddef>

namespace detection {

std::string as_text(const TextRows& rows) {
  std::vector<std::size_t> widths(rows[0].size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
}

std::string as_markdown(const TextRows& rows) {
  std::string text;
  for (const auto& row : rows) {
    text += "| " + support::joined(row, " | ") + " |\n";
    if (&row == &rows.front())
      text +=
          "|" + support::joined(row, "", [](const auto&) { return std::string(" :-- |"); }) + '\n';
  }
  return text;
}

}  // namespace detection
