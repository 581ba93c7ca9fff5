#pragma once

#include "trainer/run_folder.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace trainer {

/// Tells on standard output how a run goes: a row an epoch, unless these are many runs in a row,
/// and, on a terminal, a last line that follows the steps.
class Progress {
 public:
  /// How much it tells: all, what say() prints, or nothing.
  enum class Level { rows, problems, nothing };

  /// Images of a training epoch, and the epochs at most.
  Progress(std::int64_t images, std::int64_t epochs, Level level);

  /// Shows how far an epoch of so many steps has come, ten times a second at most, on a terminal alone.
  void step(const Epoch& epoch, std::int64_t steps, double learning_rate);

  /// Prints an epoch's row; before the first one the columns' names.
  void row(const EpochRecord& record);

  /// Prints a line of text between the rows, if these are printed.
  void detail(const std::string& text) const;

  /// Prints a line of text, unless nothing is to be told.
  void say(const std::string& text) const;

 private:
  using Clock = std::chrono::steady_clock;

  const bool terminal_;
  const std::int64_t images_;
  const std::int64_t epochs_;
  const Level level_;
  const Clock::time_point begin_ = Clock::now();
  Clock::time_point shown_;  // when the last line was
  std::int64_t seen_ = 0;    // images since begin_
  bool headed_ = false;
  std::string last_loss_;
};

}  // namespace trainer
