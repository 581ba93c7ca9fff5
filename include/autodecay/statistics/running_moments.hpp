#pragma once

#include <cstdint>

#include <autodecay/options.hpp>

namespace autodecay::statistics {

/// Mean and variance of all values so far, by Welford's recurrence (Technometrics 4, 1962):
///
///   mean += (x - mean) / n,   M2 += (x - old mean)(x - new mean),   variance = M2 / (n - 1)
///
/// Unlike the textbook formula E[x²] - E[x]², the recurrence is numerically stable if the mean is
/// large compared with the deviation. Requires finite values. Cost: one division per observation;
/// 24 bytes.
class RunningMoments {
 public:
  void update(double value) noexcept {
    ++count_;
    const double deviation = value - mean_;
    mean_ += deviation / static_cast<double>(count_);
    squares_ += deviation * (value - mean_);
  }

  [[nodiscard]] std::int64_t count() const noexcept { return count_; }

  /// 0 before the first value.
  [[nodiscard]] double mean() const noexcept { return mean_; }

  /// The unbiased sample variance; 0 before the second value.
  [[nodiscard]] double variance() const noexcept {
    return count_ < 2 ? 0.0 : squares_ / static_cast<double>(count_ - 1);
  }

  void reset() noexcept { *this = RunningMoments(); }

  bool operator==(const RunningMoments&) const = default;

  static void archive(auto& self, auto& ar) {
    ar.field("count", self.count_, any_count);
    ar.field("mean", self.mean_);
    ar.field("squares", self.squares_, at_least(0));
  }

 private:
  std::int64_t count_ = 0;
  double mean_ = 0.0;
  double squares_ = 0.0;  // M2, the sum of the squared deviations from the mean
};

}  // namespace autodecay::statistics
