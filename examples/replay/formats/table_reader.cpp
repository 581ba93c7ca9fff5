#include "formats/table_reader.hpp"

#include "formats/torn_line.hpp"
#include "support/csv.hpp"

#include <algorithm>
#include <utility>

namespace replay_tool {

std::optional<double> number_with_decimal_comma(std::string_view text) {
  std::string with_point(text);
  std::replace(with_point.begin(), with_point.end(), ',', '.');
  return csv::parse_number<double>(with_point);
}

TableReader::TableReader(std::istream& in, std::string file)
    : file_(std::move(file)), rows_(in, file_) {
  if (!rows_.next()) return;
  names_.assign(rows_.cells().begin(), rows_.cells().end());
  header_line_ = rows_.line();
}

bool TableReader::next(std::span<const std::size_t> columns) {
  try {
    if (!rows_.next()) return false;
    read_row(columns);
    return true;
  } catch (const csv::FileError&) {
    if (rows_.complete()) throw;
    note_ = note_on_torn_line(rows_.line());
    return false;
  }
}

void TableReader::read_row(std::span<const std::size_t> columns) {
  if (rows_.cells().size() != names_.size())
    throw csv::FileError(file_, rows_.line(),
                         "expected " + std::to_string(names_.size()) +
                             " cells as in the header, got " +
                             std::to_string(rows_.cells().size()));
  values_.clear();
  for (const std::size_t column : columns)
    values_.push_back(values_.empty() ? required_number(column) : number(column));
}

std::optional<double> TableReader::number(std::size_t column) const {
  const std::string_view cell = csv::trimmed(rows_.cells()[column]);
  if (const auto value = csv::parse_number<double>(cell)) return value;
  return rows_.separator() == ',' ? std::nullopt : number_with_decimal_comma(cell);
}

std::optional<double> TableReader::required_number(std::size_t column) const {
  const std::optional<double> value = number(column);
  const std::string_view cell = csv::trimmed(rows_.cells()[column]);
  if (!value && !cell.empty())
    throw csv::FileError(
        file_, rows_.line(),
        "column " + names_[column] + ": expected a number, got \"" + std::string(cell) + '"');
  return value;
}

}  // namespace replay_tool
