#include "line_log.hpp"

#include "formats/event_format.hpp"
#include "formats/format.hpp"
#include "formats/json_format.hpp"
#include "formats/mlflow_format.hpp"
#include "formats/printed_format.hpp"
#include "formats/table_format.hpp"
#include "lines_buffer.hpp"
#include "named_log.hpp"
#include "support/csv.hpp"
#include "table_log.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace replay_tool {
namespace {

const Format& format_with(std::unique_ptr<NamedLines> (*lines)(std::istream&, const std::string&)) {
  return *std::find_if(formats().begin(), formats().end(),
                       [&](const Format& format) { return format.lines == lines; });
}

/// Whether a cell of the row is a number.
bool has_number(std::string_view row) {
  for (std::size_t end = 0; !row.empty(); row.remove_prefix(std::min(end + 1, row.size()))) {
    end = std::min(row.find_first_of(",;\t"), row.size());
    if (csv::parse_number<double>(csv::trimmed(row.substr(0, end)))) return true;
  }
  return false;
}

/// The format of lines; null for a table or plain numbers. Throws csv::FileError.
const Format* format_of_lines(LinesBuffer& buffer, const std::string& name) {
  std::size_t lines = 0;  // that are not blank
  while (buffer.kept().size() < head_size && buffer.look_ahead()) {
    const std::string_view line =
        csv::trimmed(buffer.latest().substr(0, buffer.latest().find('\n')));
    if (line.empty()) continue;
    if (++lines == 1) {
      if (is_json_lines(line)) return &format_with(json_lines);
      if (is_mlflow_metric(line)) return &format_with(mlflow_lines);
      if (csv::parse_number<double>(line)) return nullptr;
      if (line.starts_with("\x1f\x8b"))
        throw csv::FileError(name, "is compressed by gzip: zcat can decompress it");
      if (is_events(buffer.kept()) || line == "{" || line.starts_with("{\""))
        throw csv::FileError(name, "has a format that can be read from a file alone");
    }
    if (count_printed(buffer.latest()) > 0) return &format_with(printed_lines);
    if (lines == 2 && has_number(line) && is_table(buffer.kept())) return nullptr;
  }
  if (lines == 0)
    throw csv::FileError(name, "the input is empty; expected a header of column names, or numbers");
  if (is_table(buffer.kept())) return nullptr;
  throw_unknown_format(name, buffer.kept());
}

}  // namespace

std::unique_ptr<LineLog> open_line_log(std::istream& in, const std::string& name,
                                       const Wanted& wanted, bool rates_required) {
  auto buffer = std::make_unique<LinesBuffer>(in);
  if (const Format* const format = format_of_lines(*buffer, name))
    return std::make_unique<NamedLog>(std::move(buffer), name, *format, wanted, rates_required);
  return std::make_unique<TableLog>(std::move(buffer), name, wanted, rates_required);
}

}  // namespace replay_tool
