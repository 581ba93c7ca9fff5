#pragma once

#include "csv/csv.hpp"
#include "trainer/dataset.hpp"
#include "trainer/options.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace figures {

/// A signal arrived while a run was trained; what is done is kept.
struct Interrupted {
  int signal = 0;
};

/// A run that is finished.
struct Run {
  std::filesystem::path folder;
  csv::Table metrics;     ///< its metrics.csv, a row an epoch; fewer if its schedule stopped it
  bool diverged = false;  ///< ended early, by losses that were not finite
};

/// A table of a run beside its metrics, with as many rows. Throws std::runtime_error that names the
/// file if it has others.
[[nodiscard]] csv::Table table_of(const Run& run, const std::string& name);

/// The numbers in a column of a table; NaN where a cell is blank. Throws csv::FileError.
[[nodiscard]] std::vector<double> numbers(const csv::Table& table, const std::string& column);

/// Several columns.
[[nodiscard]] std::vector<std::vector<double>> columns_of(const csv::Table& table,
                                                          const std::vector<std::string>& names);

/// What columns hold in one row.
[[nodiscard]] std::vector<double> row_of(const std::vector<std::vector<double>>& columns,
                                         std::size_t row);

/// Trains the runs that figures are drawn from, each of them once: figures that need the same run
/// share it, one that is finished is read, without its checkpoints too, and one that was interrupted
/// goes on where it was.
class Laboratory {
 public:
  /// Keeps the runs in `folder`; they have the data, the device and the threads of `common`.
  Laboratory(std::filesystem::path folder, trainer::Options common);

  /// What a run's options are made from.
  [[nodiscard]] const trainer::Options& common() const { return common_; }

  /// The run that `options` describe, trained if need be. Its folder is called `name`, which must
  /// tell it from other runs. Throws std::runtime_error if it diverged, Interrupted, what trainer::train() throws, and UsageError if
  /// there is a run of that name with other options.
  [[nodiscard]] Run train(const std::string& name, trainer::Options options);

  /// The same of a run that may diverge, and then has fewer rows.
  [[nodiscard]] Run train_as_far_as_it_goes(const std::string& name, trainer::Options options);

 private:
  const trainer::Dataset& load(const std::string& source, std::uint64_t seed);

  std::filesystem::path folder_;
  trainer::Options common_;
  std::map<std::pair<std::string, std::uint64_t>, trainer::Dataset> data_;
};

}  // namespace figures
