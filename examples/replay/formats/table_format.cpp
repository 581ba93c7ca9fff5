#include "formats/table_format.hpp"

#include "formats/table_reader.hpp"
#include "support/csv.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <sstream>

namespace replay_tool {
namespace {

bool is_number(std::string_view cell) { return csv::parse_number<double>(cell).has_value(); }

bool is_number_or_blank(std::string_view cell) {
  return csv::trimmed(cell).empty() || is_number(cell) ||
         number_with_decimal_comma(cell).has_value();
}

/// Whether a cell can be the name of a column, unlike the beginning of JSON, XML, TeX or binary data.
bool is_name(std::string_view cell) {
  constexpr std::string_view no_beginnings = "[{<\\";
  return (cell.empty() || no_beginnings.find(cell[0]) == no_beginnings.npos) &&
         std::none_of(cell.begin(), cell.end(), [](char c) { return c >= '\0' && c < '\t'; });
}

}  // namespace

bool is_table(std::string_view head) {
  if (head.find('\0') != head.npos) return false;
  std::istringstream in{std::string(head)};
  csv::Rows rows(in, "");
  std::size_t names = 0;
  try {
    if (!rows.next()) return true;
    names = rows.cells().size();
    if (!std::all_of(rows.cells().begin(), rows.cells().end(), is_name)) return false;
    const bool one_word = names == 1 && rows.cells()[0].find(' ') == std::string_view::npos;
    if (!rows.next()) return names > 1 || one_word;
    return (one_word && rows.cells().size() == 1) ||
           std::any_of(rows.cells().begin(), rows.cells().end(), is_number_or_blank);
  } catch (const csv::FileError&) {
    return names > 1;  // a damaged table: reading it says where
  }
}

Contents read_table(std::istream& in, const std::string& file, const Keep& keep) {
  TableReader reader(in, file);
  const std::vector<std::string>& names = reader.names();
  if (names.empty())
    throw csv::MissingColumn(file, 1, "the file is empty; expected a header of column names");
  Contents contents{.header_line = reader.header_line()};
  const std::optional<double> first =
      names.size() == 1 ? csv::parse_number<double>(names[0]) : std::nullopt;
  if (first) {
    reader.name_column("loss");
    contents.series.emplace_back("loss").add(static_cast<std::int64_t>(contents.rows++), *first);
  } else if (std::all_of(names.begin(), names.end(), is_number)) {
    throw csv::FileError(file, reader.header_line(),
                         "expected a header of column names, or one number per line, got \"" +
                             names[0] + "\" and " + std::to_string(names.size() - 1) + " more");
  } else {
    for (const std::string& name : names) contents.series.emplace_back(name);
  }
  const std::vector<std::size_t> columns = keep(names);
  if (columns.empty()) return contents;
  for (; reader.next(columns); ++contents.rows)
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (const std::optional<double> value = reader.values()[i])
        contents.series[columns[i]].add(static_cast<std::int64_t>(contents.rows), *value);
  contents.note = reader.note();
  return contents;
}

}  // namespace replay_tool
