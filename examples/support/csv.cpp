#include "support/csv.hpp"

#include "support/csv_rows.hpp"
#include "support/printable.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <system_error>

namespace csv {
namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

/// Returns what `read` returns, and turns its errors into FileError.
template <typename Read>
auto with_file_errors(const std::string& file, const Read& read) {
  try {
    return read();
  } catch (const std::system_error& error) {
    throw FileError(file, error.code().message());
  } catch (const support::NotRegular&) {
    const bool is_folder = std::filesystem::is_directory(file);
    throw FileError(file, is_folder ? "is a folder, not a file" : "is not a regular file");
  }
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

FileError::FileError(const std::string& file, const std::string& what)
    : std::runtime_error(support::printable(file + ": " + what)) {}

FileError::FileError(const std::string& file, std::int64_t line, const std::string& what)
    : FileError(file + ':' + std::to_string(line), what) {}

bool Table::has_column(std::string_view name) const {
  return std::find(header.cells.begin(), header.cells.end(), name) != header.cells.end();
}

std::size_t Table::column(std::string_view name) const {
  const auto begin = header.cells.begin();
  const auto end = header.cells.end();
  const auto found = std::find(begin, end, name);
  if (found == end)
    throw MissingColumn(file, header.line,
                        "no column " + std::string(name) + "; there are " + listed(header.cells));
  if (std::find(found + 1, end, name) != end)
    throw FileError(file, header.line, "several columns are named " + std::string(name));
  return static_cast<std::size_t>(found - begin);
}

std::optional<double> Table::number(const Row& row, std::size_t column) const {
  const std::string_view text = trimmed(row.cells[column]);
  if (text.empty()) return std::nullopt;
  if (const auto value = parse_number<double>(text)) return value;
  throw FileError(
      file, row.line,
      "column " + header.cells[column] + ": expected a number, got \"" + std::string(text) + '"');
}

void Table::check_width(const Row& row) const {
  if (row.cells.size() != header.cells.size())
    throw FileError(file, row.line,
                    "expected " + std::to_string(header.cells.size()) +
                        " cells as in the header, got " + std::to_string(row.cells.size()));
}

Table parse(std::string_view text, const std::string& file) {
  std::istringstream in{std::string(text)};
  Rows rows(in, file, ',');
  const auto row = [&] { return Row{rows.line(), {rows.cells().begin(), rows.cells().end()}}; };
  if (!rows.next())
    throw FileError(file, 1, "the file is empty; expected a header of column names");
  Table table{file, row(), {}};
  while (rows.next()) {
    table.rows.push_back(row());
    table.check_width(table.rows.back());
  }
  return table;
}

support::Descriptor open_regular(const std::string& file) {
  return with_file_errors(file, [&] { return support::open_regular(file); });
}

std::string read_bytes(const std::string& file) {
  return with_file_errors(file, [&] {
    const support::RegularFile in(file);
    std::string bytes;
    std::array<char, 1 << 16> block;
    std::size_t count;
    do {  // to the end of the file, which may have moved since it was opened
      count = in.read(bytes.size(), block.data(), block.size());
      bytes.append(block.data(), count);
    } while (count == block.size());
    return bytes;
  });
}

Table read(const std::string& file) { return parse(read_bytes(file), file); }

}  // namespace csv
