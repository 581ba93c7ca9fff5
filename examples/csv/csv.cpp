#include "csv/csv.hpp"

#include "text/printable.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace csv {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Reads the rows of a text in order.
class Reader {
 public:
  Reader(std::string_view text, const std::string& file, std::int64_t line = 1)
      : rest_(text), file_(file), line_(line) {
    take("\xEF\xBB\xBF");  // the byte order mark of UTF-8
  }

  /// The next row; nothing at the end.
  std::optional<Row> next_row() {
    while (at_blank_line()) next_line();
    if (rest_.empty()) return std::nullopt;
    Row row{line_, {}};
    do {
      row.cells.push_back(next_cell());
    } while (take(","));
    next_line();
    return row;
  }

 private:
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  std::string_view take_until(std::string_view ends) {
    const std::string_view taken = rest_.substr(0, rest_.find_first_of(ends));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  bool at_blank_line() const {
    return !rest_.empty() && trimmed(rest_.substr(0, rest_.find('\n'))).empty();
  }

  void next_line() {
    take_until("\n");
    take("\n");
    ++line_;
  }

  std::string next_cell() {
    while (take(" ") || take("\t")) {
    }
    return take("\"") ? rest_of_quoted_cell() : std::string(trimmed(take_until(",\n")));
  }

  std::string rest_of_quoted_cell() {
    const std::int64_t first_line = line_;
    std::string cell;
    while (true) {
      const std::string_view part = take_until("\"");
      cell += part;
      line_ += std::count(part.begin(), part.end(), '\n');
      if (!take("\"")) throw FileError(file_, first_line, "a double quote is never closed");
      if (!take("\"")) break;
      cell += '"';
    }
    const std::string_view after = trimmed(take_until(",\n"));
    if (!after.empty())
      throw FileError(file_, line_,
                      "expected a comma after a closing quote, got \"" + std::string(after) + '"');
    return cell;
  }

  std::string_view rest_;
  const std::string& file_;
  std::int64_t line_;
};

/// An open file, closed at the end.
struct Descriptor {
  explicit Descriptor(int open) : number(open) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  const int number;
};

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace

FileError::FileError(const std::string& file, const std::string& what)
    : std::runtime_error(text::printable(file + ": " + what)) {}

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
  Reader reader(text, file);
  std::optional<Row> header = reader.next_row();
  if (!header) throw FileError(file, 1, "the file is empty; expected a header of column names");
  Table table{file, *std::move(header), {}};
  while (std::optional<Row> row = reader.next_row()) {
    table.check_width(*row);
    table.rows.push_back(*std::move(row));
  }
  return table;
}

std::optional<Row> parse_line(std::string_view line, std::int64_t number, const std::string& file) {
  return Reader(line, file, number).next_row();
}

std::string read_bytes(const std::string& file) {
  // Without O_NONBLOCK the opening of a pipe would wait for its writer.
  const Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat status {};
  if (in.number < 0 || ::fstat(in.number, &status) != 0)
    throw FileError(file, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) throw FileError(file, "is a folder, not a file");
  // A device may have no end.
  if (!S_ISREG(status.st_mode)) throw FileError(file, "is not a regular file");
  std::string bytes;
  std::array<char, 1 << 16> block;
  while (true) {
    const ssize_t count = ::read(in.number, block.data(), block.size());
    if (count == 0) return bytes;
    if (count > 0)
      bytes.append(block.data(), static_cast<std::size_t>(count));
    else if (errno != EINTR)
      throw FileError(file, std::strerror(errno));
  }
}

Table read(const std::string& file) { return parse(read_bytes(file), file); }

}  // namespace csv
