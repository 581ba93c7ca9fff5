#include "transfer/results.hpp"

#include "support/csv.hpp"
#include "support/csv_writer.hpp"
#include "support/files.hpp"
#include "support/text.hpp"
#include "transfer/description.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>

namespace transfer {
namespace {

using support::to_text;

constexpr std::string_view columns =
    "target,method,stage,seed,accuracy,train_accuracy,epochs,hits,seconds";

/// Reads the cells of a row one after another.
class RowReader {
 public:
  RowReader(const csv::Table& table, const csv::Row& row) : table_(table), row_(row) {}

  [[nodiscard]] std::string text(const char* column) const {
    const std::string& text = cell(column);
    if (text.empty()) refuse(column, "a name", text);
    return text;
  }

  [[nodiscard]] Method method(const char* column) const {
    const std::optional<Method> method = method_named(cell(column));
    if (!method) refuse(column, "finetune or fix", cell(column));
    return *method;
  }

  template <typename Whole>
  [[nodiscard]] Whole whole(const char* column, Whole least) const {
    const auto value = csv::parse_number<Whole>(cell(column));
    if (!value || *value < least)
      refuse(column, "a whole number of at least " + to_text(least), cell(column));
    return *value;
  }

  [[nodiscard]] double share(const char* column) const {
    const auto value = csv::parse_number<double>(cell(column));
    if (!value || !(*value >= 0.0 && *value <= 1.0))
      refuse(column, "a share in [0, 1]", cell(column));
    return *value;
  }

  /// A digit per test image, 1 for a hit; their share must be the accuracy.
  [[nodiscard]] Hits hits(const char* column, double accuracy) const {
    Hits hits;
    for (const char digit : cell(column)) {
      if (digit != '0' && digit != '1') refuse(column, "the digits 0 and 1 alone", cell(column));
      hits.push_back(digit == '1');
    }
    if (hits.empty() || accuracy_of(hits) != accuracy)
      refuse(column, "a share of digits 1 that is the accuracy, " + to_text(accuracy),
             cell(column));
    return hits;
  }

  [[nodiscard]] double seconds(const char* column) const {
    const auto value = csv::parse_number<double>(cell(column));
    if (!value || !(*value >= 0.0) || !std::isfinite(*value))
      refuse(column, "a number of at least 0", cell(column));
    return *value;
  }

 private:
  [[nodiscard]] const std::string& cell(const char* column) const {
    return row_.cells[table_.column(column)];
  }

  [[noreturn]] void refuse(const char* column, const std::string& expected,
                           const std::string& got) const {
    throw csv::FileError(
        table_.file, row_.line,
        std::string("column ") + column + ": expected " + expected + ", got \"" + got + '"');
  }

  const csv::Table& table_;
  const csv::Row& row_;
};

CellResult result_of(const RowReader& row) {
  return {.cell = {.target = row.text("target"),
                   .method = row.method("method"),
                   .stage = row.whole<std::int64_t>("stage", 1),
                   .seed = row.whole<std::uint64_t>("seed", 0)},
          .accuracy = row.share("accuracy"),
          .train_accuracy = row.share("train_accuracy"),
          .epochs = row.whole<std::int64_t>("epochs", 0),
          .seconds = row.seconds("seconds"),
          .hits = row.hits("hits", row.share("accuracy"))};
}

std::vector<CellResult> parse_results(std::string_view text, const std::string& file) {
  std::vector<CellResult> results;
  const csv::Table table = csv::parse(text, file);
  const std::string header = support::joined(table.header.cells, ",");
  if (header != columns)
    throw csv::FileError(
        file, table.header.line,
        "expected the columns " + std::string(columns) + ", got \"" + header + '"');
  using Key = std::tuple<std::string, Method, std::int64_t, std::uint64_t>;
  std::map<Key, std::int64_t> lines;
  for (const csv::Row& row : table.rows) {
    const CellResult& result = results.emplace_back(result_of(RowReader(table, row)));
    const auto& [target, method, stage, seed] = result.cell;
    const auto [first, is_new] = lines.try_emplace(Key(target, method, stage, seed), row.line);
    if (!is_new)
      throw csv::FileError(file, row.line,
                           text_of(result.cell) + " is already in line " + to_text(first->second));
  }
  return results;
}

}  // namespace

std::vector<CellResult> read_results(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / Results::file_name;
  const trainer::LineChecksums lines = read_description(folder).cells;
  if (lines.size() == 0) return {};
  return parse_results(lines.own_part(support::read_file(file), file.string()), file.string());
}

Results::Results(const std::filesystem::path& folder)
    : folder_(folder),
      cells_(folder / file_name, std::string(columns)),
      all_(read_results(folder)) {
  if (all_.empty())
    cells_.begin();
  else
    cells_.keep(read_description(folder).cells);
}

bool Results::contains(const Cell& cell) const {
  return std::any_of(all_.begin(), all_.end(),
                     [&](const CellResult& result) { return result.cell == cell; });
}

void Results::add(const CellResult& result) {
  if (contains(result.cell)) throw std::logic_error(text_of(result.cell) + " is already finished");
  csv::Writer table(columns);
  const auto& [cell, accuracy, train_accuracy, epochs, seconds, hits] = result;
  std::string digits;
  for (const bool hit : hits) digits += hit ? '1' : '0';
  table.row(cell.target, name(cell.method), cell.stage, cell.seed, accuracy, train_accuracy, epochs,
            digits, seconds);
  const std::string_view rows = table.text();
  cells_.append(std::string(rows.substr(columns.size() + 1, rows.size() - columns.size() - 2)));
  Description description = read_description(folder_);
  description.cells = cells_.checksums();
  write_description(folder_, description);
  all_.push_back(result);
}

}  // namespace transfer
