#include "support/text_table.hpp"

#include "support/usage_error.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace support {
namespace {

/// The number of characters of a UTF-8 text.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xc0) != 0x80; }));
}

/// The width of each column.
std::vector<std::size_t> widths_of(const TextRows& rows) {
  std::vector<std::size_t> widths(rows[0].size());
  for (const TextRow& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  return widths;
}

/// The text as a cell of a Markdown table, where a bar would end the cell.
std::string markdown_cell(std::string text) {
  for (std::size_t bar = text.find('|'); bar != text.npos; bar = text.find('|', bar + 2))
    text.insert(bar, "\\");
  return text;
}

/// The rows as lines, with the rule below the first one.
std::string aligned(const TextRows& rows, const std::string& before, const std::string& between,
                    const std::string& after, const std::string& rule) {
  const std::vector<std::size_t> widths = widths_of(rows);
  std::string text;
  for (const TextRow& row : rows) {
    std::string line = before;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - width_of(row[i]), ' ');
      line += (i == 0 ? "" : between) + (i == 0 ? row[i] + blanks : blanks + row[i]);
    }
    text += line + after + '\n';
    if (&row == &rows.front()) text += rule;
  }
  return text;
}

}  // namespace

TableFormat format_named(const std::string& name) {
  static const std::map<std::string, TableFormat> formats = {
      {"text", TableFormat::text}, {"markdown", TableFormat::markdown}, {"csv", TableFormat::csv}};
  const auto found = formats.find(name);
  require(found != formats.end(), "--format", "text, markdown or csv", name);
  return found->second;
}

std::string aligned_text(const TextRows& rows) { return aligned(rows, "", "  ", "", ""); }

std::string aligned_markdown(TextRows rows) {
  for (TextRow& row : rows)
    for (std::string& cell : row) cell = markdown_cell(std::move(cell));
  std::string rule = "| :--";
  for (std::size_t i = 1; i < rows[0].size(); ++i) rule += " | --:";
  return aligned(rows, "| ", " | ", " |", rule + " |\n");
}

std::string left_aligned_text(const TextRows& rows) {
  const std::vector<std::size_t> widths = widths_of(rows);
  std::string text;
  for (const TextRow& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += row[i] + std::string(widths[i] - width_of(row[i]) + 2, ' ');
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
}

std::string left_aligned_markdown(const TextRows& rows) {
  std::string text;
  for (const TextRow& row : rows) {
    text += '|';
    for (const std::string& cell : row) (text += ' ') += markdown_cell(cell) + " |";
    text += '\n';
    if (&row != &rows.front()) continue;
    text += '|';
    for (std::size_t i = 0; i < row.size(); ++i) text += " :-- |";
    text += '\n';
  }
  return text;
}

}  // namespace support
