#pragma once

#include "run/record.hpp"
#include "transfer/cell.hpp"

#include <filesystem>
#include <vector>

namespace transfer {

/// The finished cells of a folder in the order in which they were finished, from the rows of
/// cells.csv with the columns target, method, stage, seed, accuracy, train_accuracy, epochs, hits,
/// seconds. config.json contains the checksums of its lines. Lines after those, left by a crash or
/// being written, are left out.
///
/// Throws std::runtime_error that names the file and the line for a line that was altered, other
/// columns, an invalid value, and a cell that occurs twice; throws what read_description() throws,
/// and std::system_error if the file cannot be read.
[[nodiscard]] std::vector<CellResult> read_results(const std::filesystem::path& folder);

/// The finished cells of a folder. Only one process at a time may add cells; the caller ensures
/// that.
class Results {
 public:
  static constexpr const char* file_name = "cells.csv";

  /// Reads the existing cells, and removes what a crash left after them. Throws as read_results()
  /// does, and std::system_error if the file cannot be written.
  explicit Results(const std::filesystem::path& folder);

  [[nodiscard]] const std::vector<CellResult>& all() const { return all_; }

  /// Whether a cell is finished.
  [[nodiscard]] bool contains(const Cell& cell) const;

  /// Appends a finished cell; it is on the disk when the call returns. Throws std::logic_error if
  /// the cell exists, and std::system_error if a file cannot be written.
  void add(const CellResult& result);

 private:
  std::filesystem::path folder_;
  trainer::Record cells_;
  std::vector<CellResult> all_;
};

}  // namespace transfer
