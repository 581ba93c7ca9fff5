#pragma once

#include "csv/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace detection {

/// The losses of a training run that were recorded at one learning rate.
struct RecordedStage {
  std::string file;         ///< the log's name
  std::int64_t number = 1;  ///< of the log's stages, from 1
  std::int64_t line = 0;    ///< where its first loss is in the file
  std::vector<double> losses;

  /// Where the log comes from: its file's name up to "__", or all of it.
  [[nodiscard]] std::string source() const { return file.substr(0, file.find("__")); }
};

struct StageOptions {
  std::string column = "train_loss";
  std::size_t least_rows = 30;  ///< shorter stages are left out
  bool first_only = false;      ///< of each log its first stage alone
};

/// The stages of a log, a table with the columns learning_rate and `options.column`: rows in a row
/// with the same rate. A blank loss was not recorded, a blank rate is the one before. Throws
/// csv::FileError for a column that is not there, text where a number belongs, and a loss or rate
/// that is not finite.
[[nodiscard]] std::vector<RecordedStage> cut_stages(const csv::Table& table,
                                                    const StageOptions& options);

struct Recording {
  std::vector<RecordedStage> stages;
  std::size_t logs = 0;                   ///< read, with or without a stage that is long enough
  std::vector<std::string> other_tables;  ///< .csv files that are no logs
};

/// The stages of all .csv files in a folder, in the order of their names. A file with neither of
/// the columns is no log. Throws csv::FileError as cut_stages does, and if there is no stage to be
/// had; std::filesystem::filesystem_error if the folder cannot be read.
[[nodiscard]] Recording read_folder(const std::filesystem::path& folder,
                                    const StageOptions& options);

}  // namespace detection
