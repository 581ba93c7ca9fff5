#pragma once

#include "run/run_folder.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace trainer {

/// Reports a run's progress on standard output: a row per epoch, unless many runs follow each
/// other, and, on a terminal, a last line that follows the steps.
class Progress {
 public:
  /// How much to print: everything, only what say() prints, or nothing.
  enum class Level { rows, problems, nothing };

  /// `images` per training epoch, and at most `epochs`.
  Progress(std::int64_t images, std::int64_t epochs, Level level);

  /// Shows the progress of an epoch of `steps` steps, on a terminal only and at most ten times per
  /// second.
  void step(const Epoch& epoch, std::int64_t steps, double learning_rate);

  /// Prints an epoch's row, preceded by the column names before the first row.
  void row(const EpochRecord& record);

  /// Prints a line of text between the rows, if rows are printed.
  void detail(const std::string& text) const;

  /// Prints a line of text, unless the level is nothing.
  void say(const std::string& text) const;

 private:
  using Clock = std::chrono::steady_clock;

  const bool terminal_;
  const std::int64_t images_;
  const std::int64_t epochs_;
  const Level level_;
  const Clock::time_point begin_ = Clock::now();
  Clock::time_point shown_;  // when the last line was shown
  std::int64_t seen_ = 0;    // images since begin_
  bool headed_ = false;
  std::string last_loss_;
};

}  // namespace trainer
