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
  if (!rows_.next())
    throw csv::MissingColumn(file_, 1, "the file is empty; expected a header of column names");
  header_line_ = rows_.line();
  names_.assign(rows_.cells().begin(), rows_.cells().end());
  const auto is_number = [](const std::string& cell) {
    return csv::parse_number<double>(cell).has_value();
  };
  has_header_ = !std::all_of(names_.begin(), names_.end(), is_number);
  if (has_header_) return;
  if (names_.size() > 1)
    throw csv::FileError(file_, header_line_,
                         "expected a header of column names, or one number per line, got " +
                             csv::in_quotes(names_[0]) + " and " +
                             std::to_string(names_.size() - 1) + " more");
  first_ = csv::parse_number<double>(names_[0]);
  names_ = {"loss"};
}

bool TableReader::next(std::span<const std::size_t> columns) {
  if (first_) {
    values_.assign(columns.size(), std::exchange(first_, std::nullopt));
    return true;
  }
  try {
    if (!rows_.next()) return false;
    read_row(columns);
    return true;
  } catch (const csv::FileError&) {
    if (!rows_.torn()) throw;
    note_ = note_on_torn_line(rows_.line());
    return false;
  }
}

void TableReader::read_row(std::span<const std::size_t> columns) {
  rows_.check_width(names_.size());
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
    throw csv::not_a_number(file_, rows_.line(), "column " + names_[column], cell);
  return value;
}

}  // namespace replay_tool
