#include "detection/stages.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace detection {
namespace {

namespace fs = std::filesystem;

constexpr const char* rate_column = "learning_rate";

/// The number in a cell; nothing if the cell is blank.
std::optional<double> finite_number(const csv::Table& table, const csv::Row& row,
                                    std::size_t column) {
  const std::optional<double> value = table.number(row, column);
  if (value && !std::isfinite(*value))
    throw csv::FileError(table.file, row.line,
                         "column " + table.header.cells[column] +
                             ": expected a finite number or a blank, got " + row.cells[column]);
  return value;
}

std::vector<fs::path> tables_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::vector<RecordedStage> cut_stages(const csv::Table& table, const StageOptions& options) {
  const std::size_t rates = table.column(rate_column);
  const std::size_t losses = table.column(options.column);

  std::vector<RecordedStage> stages;
  std::optional<double> rate;
  bool changed = true;
  for (const csv::Row& row : table.rows) {
    const std::optional<double> new_rate = finite_number(table, row, rates);
    if (new_rate && new_rate != rate) {
      rate = new_rate;
      changed = true;
    }
    const std::optional<double> loss = finite_number(table, row, losses);
    if (!loss || !rate) continue;
    if (changed)
      stages.push_back(
          {fs::path(table.file).filename().string(), std::ssize(stages) + 1, row.line, {}, {}});
    changed = false;
    stages.back().losses.push_back(*loss);
  }
  std::erase_if(stages, [&](const RecordedStage& stage) {
    const bool is_first = stage.number == 1;
    return stage.losses.size() < options.least_rows ||
           (options.which == Which::first && !is_first) ||
           (options.which == Which::later && is_first);
  });
  return stages;
}

Recording read_folder(const fs::path& folder, const StageOptions& options) {
  Recording recording;
  for (const fs::path& file : tables_in(folder)) {
    const csv::Table table = csv::read(file.string());
    if (!table.has_column(rate_column) && !table.has_column(options.column)) {
      recording.other_tables.push_back(file.filename().string());
      continue;
    }
    ++recording.logs;
    for (RecordedStage& stage : cut_stages(table, options))
      recording.stages.push_back(std::move(stage));
  }
  if (recording.logs == 0)
    throw csv::FileError(folder.string(),
                         "expected logs, .csv files with the columns " + std::string(rate_column) +
                             " and " + options.column + ", found none among " +
                             std::to_string(recording.other_tables.size()) + " .csv files");
  if (recording.stages.empty())
    throw csv::FileError(folder.string(),
                         "none of " + std::to_string(recording.logs) + " logs has a stage of " +
                             std::to_string(options.least_rows) + " rows with a " + options.column);
  return recording;
}

void set_repositories(std::vector<RecordedStage>& stages, const csv::Table& index) {
  const std::size_t files = index.column("file");
  const std::size_t repositories = index.column("repository");
  std::map<std::string, std::string> repository_of;
  for (const csv::Row& row : index.rows) repository_of[row.cells[files]] = row.cells[repositories];
  for (RecordedStage& stage : stages) {
    stage.repository = repository_of[stage.file];
    if (stage.repository.empty())
      throw csv::FileError(index.file, "names no repository of the log " + stage.file);
  }
}

}  // namespace detection
