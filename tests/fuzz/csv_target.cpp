#include "support/csv.hpp"
#include "target.hpp"

#include <cstddef>
#include <cstdint>

namespace fuzz {
namespace {

/// The table with every cell quoted.
std::string written(const csv::Table& table) {
  std::string text;
  const auto write = [&](const csv::Row& row) {
    for (const std::string& cell : row.cells) {
      if (&cell != row.cells.data()) text += ',';
      text += '"';
      for (const char byte : cell) text.append(byte == '"' ? 2 : 1, byte);
      text += '"';
    }
    text += '\n';
  };
  write(table.header);
  for (const csv::Row& row : table.rows) write(row);
  return text;
}

/// Only for the last row, because exceptions are slow.
void check_last_row(const csv::Table& table) {
  if (table.rows.empty()) return;
  for (std::size_t column = 0; column < table.header.cells.size(); ++column) {
    try {
      (void)table.number(table.rows.back(), column);
    } catch (const csv::FileError&) {
    }
  }
}

/// Only for the last column, because there may be very many columns.
void check_column(const csv::Table& table) {
  const std::string& name = table.header.cells.back();
  require(table.has_column(name), "a table has the columns of its header");
  try {
    require(table.header.cells[table.column(name)] == name, "a column is where its name is");
  } catch (const csv::FileError&) {
  }
}

}  // namespace

std::vector<std::string> seeds() {
  return {
      "epoch,train_loss\n1,0.5\n2,\n",
      "\xEF\xBB\xBF\r\n a ,\tb\r\n\r\n1 , 2\r\n  \t\r\n3,-inf\r\n\n",
      "\"a,1\",\"b\"\"c\"\r\n \" x \" ,\"\"\n\"two\nlines\",\"\"\"\"\n5,6e-3",
  };
}

std::string mended(std::string input) { return input; }

bool accepts(std::string_view input) {
  csv::Table table;
  try {
    table = csv::parse(input, "log.csv");
  } catch (const csv::FileError&) {
    return false;
  }
  std::int64_t line = table.header.line;
  require(line >= 1, "lines are counted from 1");
  for (const csv::Row& row : table.rows) {
    require(row.line > line, "each row begins in a line of its own");
    require(row.cells.size() == table.header.cells.size(), "every row has a cell for each column");
    line = row.line;
  }
  check_last_row(table);
  check_column(table);

  const csv::Table again = csv::parse(written(table), "log.csv");
  require(again.header.cells == table.header.cells, "a header with quotes reads the same");
  require(again.rows.size() == table.rows.size(), "a table with quotes has as many rows");
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    require(again.rows[i].cells == table.rows[i].cells, "a row with quotes reads the same");
  return true;
}

}  // namespace fuzz
