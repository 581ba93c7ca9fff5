#include "formats/table_format.hpp"

#include "formats/table_reader.hpp"
#include "support/csv.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <sstream>

namespace replay_tool {
namespace {

bool is_number_or_blank(std::string_view cell) {
  return csv::trimmed(cell).empty() || csv::parse_number<double>(cell).has_value() ||
         number_with_decimal_comma(cell).has_value();
}

/// Whether a cell can be the name of a column, unlike the beginning of JSON, XML, TeX or binary data, and
/// unlike a part of tensor(0.5, device='cuda:0').
bool is_name(std::string_view cell) {
  constexpr std::string_view no_beginnings = "[{<\\";
  return (cell.empty() || no_beginnings.find(cell[0]) == no_beginnings.npos) &&
         std::count(cell.begin(), cell.end(), '(') == std::count(cell.begin(), cell.end(), ')') &&
         std::none_of(cell.begin(), cell.end(), [](char c) { return c >= '\0' && c < '\t'; });
}

}  // namespace

bool has_lone_return(std::string_view head) {
  return csv::first_line(head).find('\r') != head.npos;
}

bool is_table(std::string_view head) {
  if (head.find('\0') != head.npos || has_lone_return(head)) return false;
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
  Contents contents{.header_line = reader.header_line()};
  for (const std::string& name : reader.names()) contents.series.emplace_back(name);
  const std::vector<std::size_t> columns = keep(reader.names());
  if (columns.empty()) return contents;
  for (; reader.next(columns); ++contents.rows)
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (const std::optional<double> value = reader.values()[i])
        contents.series[columns[i]].add(static_cast<std::int64_t>(contents.rows), *value);
  contents.note = reader.note();
  return contents;
}

}  // namespace replay_tool
