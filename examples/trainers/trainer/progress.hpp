#pragma once

#include "trainer/run_folder.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace trainer {

/// Tells on standard output how a run goes: a row an epoch and, on a terminal, a last line that
/// follows the steps.
class Progress {
 public:
  /// Images and steps of a training epoch, and the epochs at most.
  Progress(std::int64_t images, std::int64_t steps, std::int64_t epochs);

  /// Shows a step that is done, ten times a second at most, on a terminal alone.
  void step(std::int64_t epoch, std::int64_t step, double learning_rate);

  /// Prints an epoch's row; before the first one the columns' names.
  void row(const EpochRecord& record);

  /// Prints a line of text between the rows.
  void say(const std::string& text) const;

 private:
  using Clock = std::chrono::steady_clock;

  const bool terminal_;
  const std::int64_t images_;
  const std::int64_t steps_;
  const std::int64_t epochs_;
  const Clock::time_point begin_ = Clock::now();
  Clock::time_point shown_;      // when the last line was
  std::int64_t steps_done_ = 0;  // since begin_
  bool headed_ = false;
  std::string last_loss_;
};

}  // namespace trainer
