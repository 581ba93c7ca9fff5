#include "line_log.hpp"

#include "formats/event_format.hpp"
#include "formats/format.hpp"
#include "formats/json_format.hpp"
#include "formats/mlflow_format.hpp"
#include "formats/printed_format.hpp"
#include "formats/table_format.hpp"
#include "formats/table_reader.hpp"
#include "lines_buffer.hpp"
#include "named_log.hpp"
#include "support/csv.hpp"
#include "table_log.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <sstream>
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

/// Whether a line is the header of a table with the loss that is wanted.
bool names_loss(std::string_view line, const std::string& name, const Wanted& wanted) {
  if (!is_table(line)) return false;
  std::istringstream in{std::string(line)};
  return choose(TableReader(in, name).names(), wanted, false).loss.has_value();
}

/// Whether a line has the form of a trainer's, possibly without a value, as "Epoch 1/8" has.
bool is_printed_line(std::string_view line) {
  std::istringstream in{std::string(line)};
  return printed_lines(in, "")->next().has_value();
}

/// The format of lines; null for a table or plain numbers. Throws csv::FileError.
const Format* format_of_lines(LinesBuffer& buffer, const std::string& name, const Wanted& wanted,
                              bool at_once) {
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
    if (at_once && (lines > 1 || !names_loss(line, name, wanted)) &&
        !is_printed_line(buffer.latest()))
      throw_unknown_format(name, buffer.kept());
  }
  if (lines == 0)
    throw csv::FileError(name, "the input is empty; expected a header of column names, or numbers");
  if (is_table(buffer.kept())) return nullptr;
  throw_unknown_format(name, buffer.kept());
}

}  // namespace

std::unique_ptr<LineLog> open_line_log(std::istream& in, const std::string& name,
                                       const Wanted& wanted, bool rates_required, bool at_once) {
  auto buffer = std::make_unique<LinesBuffer>(in);
  const Format* const format = format_of_lines(*buffer, name, wanted, at_once);
  const std::string_view kind = (format != nullptr ? *format : formats().back()).series;
  Source source{.file = name, .kind = std::string(kind), .maximizable = false};
  if (format != nullptr)
    return std::make_unique<NamedLog>(std::move(buffer), std::move(source), *format, wanted,
                                      rates_required);
  return std::make_unique<TableLog>(std::move(buffer), std::move(source), wanted, rates_required);
}

std::optional<LineLog::Entry> LineLog::next() {
  const std::optional<Entry> entry = read();
  read_ = read_ || entry;
  rated_ = rated_ || (entry && !std::isnan(entry->rate));
  if (!entry && rates_required_ && read_ && !rated_) throw_without_rates(source_, rate_name_);
  return entry;
}

}  // namespace replay_tool
