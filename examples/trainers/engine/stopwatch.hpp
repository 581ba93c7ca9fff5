#pragma once

#include <chrono>
#include <utility>

namespace trainer {

/// Measures the seconds of one lap after the other.
class Stopwatch {
 public:
  /// Ends a lap and begins the next one; returns the seconds of the one that ended.
  double lap() {
    const Clock::time_point now = Clock::now();
    return std::chrono::duration<double>(now - std::exchange(begin_, now)).count();
  }

 private:
  using Clock = std::chrono::steady_clock;

  Clock::time_point begin_ = Clock::now();
};

}  // namespace trainer
