#pragma once

#include "data/dataset.hpp"
#include "run/options.hpp"
#include "support/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace figures {

/// A signal arrived during a training. Completed work is kept.
struct Interrupted {
  int signal = 0;
};

/// A finished run.
struct Run {
  std::filesystem::path folder;
  csv::Table metrics;     ///< its metrics.csv, a row per epoch until its schedule stopped it
  bool diverged = false;  ///< ended early because of non-finite losses
};

/// Another table of a run, with as many rows as its metrics. Throws std::runtime_error that names
/// the file if it has different rows.
[[nodiscard]] csv::Table table_of(const Run& run, const std::string& name);

/// The numbers in a column of a table; NaN if a cell is blank. Throws csv::FileError.
[[nodiscard]] std::vector<double> numbers(const csv::Table& table, const std::string& column);

/// The numbers in several columns.
[[nodiscard]] std::vector<std::vector<double>> columns_of(const csv::Table& table,
                                                          const std::vector<std::string>& names);

/// The values of several columns in one row.
[[nodiscard]] std::vector<double> row_of(const std::vector<std::vector<double>>& columns,
                                         std::size_t row);

/// Trains the runs behind the figures, each only once. Figures that need the same run share it. A
/// finished run is read, even without its checkpoints, and an interrupted run is resumed.
class Laboratory {
 public:
  /// Stores the runs in `folder`. They use the data, the device and the threads of `common`.
  Laboratory(std::filesystem::path folder, trainer::Options common);

  /// The base of the runs' options.
  [[nodiscard]] const trainer::Options& common() const { return common_; }

  /// The number of training images in the data.
  [[nodiscard]] std::int64_t training_images() {
    return load(common_.data, common_.seed).train.size();
  }

  /// Returns the run that `options` describe, and trains it if necessary. `name`, the name of its
  /// folder, must be unique. Throws std::runtime_error if the run diverged, Interrupted, whatever
  /// trainer::train() throws, and UsageError if there is a run of that name with other options.
  [[nodiscard]] Run train(const std::string& name, trainer::Options options);

  /// The same for a run that may diverge, and then has fewer rows.
  [[nodiscard]] Run train_as_far_as_it_goes(const std::string& name, trainer::Options options);

 private:
  const trainer::Dataset& load(const std::string& source, std::uint64_t seed);

  std::filesystem::path folder_;
  trainer::Options common_;
  std::map<std::pair<std::string, std::uint64_t>, trainer::Dataset> data_;
};

}  // namespace figures
