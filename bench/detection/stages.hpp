#pragma once

#include "support/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace detection {

/// The losses of a training run at one learning rate.
struct RecordedStage {
  std::string file;         ///< name of the log
  std::int64_t number = 1;  ///< number of the stage in its log, from 1
  std::int64_t line = 0;    ///< line of its first loss in the file
  std::vector<double> losses;
  std::string repository;  ///< that the log is from; empty if unknown

  /// The source of the log: its repository, or else its file name up to "__", or the whole name.
  [[nodiscard]] std::string source() const {
    return repository.empty() ? file.substr(0, file.find("__")) : repository;
  }
};

/// The stages of a log to use.
enum class Which : std::uint8_t { all, first, later };

struct StageOptions {
  std::string column = "train_loss";
  std::size_t least_rows = 30;  ///< shorter stages are left out
  Which which = Which::all;
};

/// The stages of a log, which is a table with the columns learning_rate and `options.column`. A
/// stage consists of consecutive rows with the same rate. A blank loss was not recorded, and a
/// blank rate repeats the previous rate; losses before the first rate are left out. Throws
/// csv::FileError for a missing column, for text in place of a number, and for a non-finite loss or
/// rate.
[[nodiscard]] std::vector<RecordedStage> cut_stages(const csv::Table& table,
                                                    const StageOptions& options);

struct Recording {
  std::vector<RecordedStage> stages;
  std::size_t logs = 0;                   ///< number of logs, with or without a long enough stage
  std::vector<std::string> other_tables;  ///< .csv files that are not logs
};

/// The stages of all .csv files in a folder, in the order of their names. A file with neither of
/// the columns is not a log. Throws csv::FileError like cut_stages, and if there is no stage.
/// Throws std::filesystem::filesystem_error if the folder cannot be read.
[[nodiscard]] Recording read_folder(const std::filesystem::path& folder,
                                    const StageOptions& options);

/// Sets the repository of each stage from a table with the columns file and repository. Throws
/// csv::FileError for a missing column, and for a log that is not in the table.
void set_repositories(std::vector<RecordedStage>& stages, const csv::Table& index);

}  // namespace detection
