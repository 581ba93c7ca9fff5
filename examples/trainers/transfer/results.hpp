#pragma once

#include "trainer/record.hpp"
#include "transfer/cell.hpp"

#include <filesystem>
#include <vector>

namespace transfer {

/// The finished cells of a folder, in the order in which they were finished: cells.csv, a row each, of
/// the columns target, method, stage, seed, accuracy, train_accuracy, epochs, seconds. config.json has
/// the checksums of its lines; what follows those, which a crash has left or which is just being
/// written, is left out.
///
/// Throws std::runtime_error that names the file and the line for a line that is not as it was written,
/// other columns, a value that cannot be, and a cell that stands there twice; what read_description()
/// throws, and std::system_error if the file cannot be read.
[[nodiscard]] std::vector<CellResult> read_results(const std::filesystem::path& folder);

/// The finished cells of a folder that one process at a time adds to; the caller sees to that.
class Results {
 public:
  static constexpr const char* file_name = "cells.csv";

  /// Reads those that are there, and removes what a crash has left behind them. Throws as
  /// read_results() does, and std::system_error if the file cannot be written.
  explicit Results(const std::filesystem::path& folder);

  [[nodiscard]] const std::vector<CellResult>& all() const { return all_; }

  /// Whether a cell is finished.
  [[nodiscard]] bool contains(const Cell& cell) const;

  /// Adds a finished cell, which is on the disk when the call returns. Throws std::logic_error for
  /// one that is there, and std::system_error if a file cannot be written.
  void add(const CellResult& result);

 private:
  std::filesystem::path folder_;
  trainer::Record cells_;
  std::vector<CellResult> all_;
};

}  // namespace transfer
