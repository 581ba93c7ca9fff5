#include "support/csv.hpp"

#include "support/csv_rows.hpp"
#include "support/printable.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <system_error>

namespace csv {
namespace {

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

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return text.substr(text.starts_with(mark) ? mark.size() : 0);
}

std::string_view take_until(std::string_view& text, char end) {
  const std::string_view taken = text.substr(0, text.find(end));
  text.remove_prefix(std::min(taken.size() + 1, text.size()));
  return taken;
}

std::string_view first_line(std::string_view text) {
  std::string_view line;
  while (line.empty() && !text.empty()) line = trimmed(take_until(text, '\n'));
  return line;
}

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (text[most] & 0xc0) == 0x80) --most;  // not within a character of UTF-8
  return std::string(text.substr(0, most)) + "...";
}

std::string in_quotes(std::string_view text) { return '"' + shortened(text) + '"'; }

FileError not_a_number(const std::string& file, std::int64_t line, const std::string& place,
                       std::string_view text) {
  return {file, line, shortened(place, 200) + ": expected a number, got " + in_quotes(text)};
}

FileError::FileError(const std::string& file, const std::string& what)
    : std::runtime_error(support::printable(file + ": " + what)) {}

FileError::FileError(const std::string& file, std::int64_t line, const std::string& what)
    : FileError(line > 0 ? file + ':' + std::to_string(line) : file, what) {}

bool Table::has_column(std::string_view name) const {
  return std::find(header.cells.begin(), header.cells.end(), name) != header.cells.end();
}

std::size_t Table::column(std::string_view name) const {
  const auto begin = header.cells.begin();
  const auto end = header.cells.end();
  const auto found = std::find(begin, end, name);
  if (found == end)
    throw MissingColumn(
        file, header.line,
        "no column " + std::string(name) + "; there are " + support::joined(header.cells, ", "));
  if (std::find(found + 1, end, name) != end)
    throw FileError(file, header.line, "several columns are named " + std::string(name));
  return static_cast<std::size_t>(found - begin);
}

std::optional<double> Table::number(const Row& row, std::size_t column) const {
  const std::string_view text = trimmed(row.cells[column]);
  if (text.empty()) return std::nullopt;
  if (const auto value = parse_number<double>(text)) return value;
  throw not_a_number(file, row.line, "column " + header.cells[column], text);
}

Table parse(std::string_view text, const std::string& file) {
  std::istringstream in{std::string(without_mark(text))};
  Rows rows(in, file, ',');
  const auto row = [&] { return Row{rows.line(), {rows.cells().begin(), rows.cells().end()}}; };
  if (!rows.next())
    throw FileError(file, 1, "the file is empty; expected a header of column names");
  Table table{file, row(), {}};
  while (rows.next()) {
    rows.check_width(table.header.cells.size());
    table.rows.push_back(row());
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
