#include "support/text_table.hpp"

#include "support/statistics.hpp"
#include "support/text.hpp"
#include "support/usage_error.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

namespace support {
namespace {

/// The number of characters of a UTF-8 text.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xc0) != 0x80; }));
}

/// The rows as lines, with the rule below the first one.
std::string aligned(const std::vector<TextRow>& rows, const std::string& before,
                    const std::string& between, const std::string& after, const std::string& rule) {
  std::vector<std::size_t> widths(rows[0].size());
  for (const TextRow& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
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

std::string aligned_text(const std::vector<TextRow>& rows) {
  return aligned(rows, "", "  ", "", "");
}

std::string aligned_markdown(const std::vector<TextRow>& rows) {
  std::string rule = "| :--";
  for (std::size_t i = 1; i < rows[0].size(); ++i) rule += " | --:";
  return aligned(rows, "| ", " | ", " |", rule + " |\n");
}

std::string mean_text(const std::vector<double>& values, int decimals) {
  const Sample sample = sample_of(values);
  const std::string mean = to_text(sample.mean, decimals);
  if (values.size() < 2) return mean;
  return mean + " ± " + to_text(sample.deviation, decimals);
}

}  // namespace support
