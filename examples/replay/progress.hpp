#pragma once

#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>
#include <utility>

#include <unistd.h>

namespace replay_tool {

/// Shows on a terminal the progress of a program that runs for more than a second. The line is removed at the
/// end.
class Progress {
 public:
  /// If the program `prints` meanwhile, and to a terminal, nothing is shown.
  Progress(std::string what, std::size_t count, bool prints)
      : what_(std::move(what)),
        count_(count),
        shows_(::isatty(STDERR_FILENO) != 0 && !(prints && ::isatty(STDOUT_FILENO) != 0)) {}
  ~Progress() {
    if (shown_) std::cerr << clear;
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::size_t done) {
    const auto now = std::chrono::steady_clock::now();
    if (!shows_ || now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    shown_ = true;
    std::cerr << clear << what_ << ' ' << done + 1 << " of " << count_ << '\r' << std::flush;
  }

 private:
  static constexpr const char* clear = "\r\x1b[K";

  std::string what_;
  std::size_t count_;
  bool shows_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_ =
      std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

}  // namespace replay_tool
