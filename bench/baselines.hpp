#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include <autodecay/average/exponential_moving_average.hpp>

/// Hand-written alternatives that decide whether the smoothed loss is within η over the last W
/// values. Their answers are the same as those of ExponentialMovingAverage and RelativeRange.
namespace bench {

/// Only the update of an exponential mean: the minimum cost of any smoothing detector.
class BareAverage {
 public:
  explicit BareAverage(double beta) : beta_(beta) {}

  double update(double loss) noexcept { return mean_ = beta_ * mean_ + (1.0 - beta_) * loss; }

 private:
  double beta_;
  double mean_ = 0.0;
};

/// The bias-corrected mean exactly as in Eq. 2: one division per observation, and a power of β that
/// becomes denormal, and therefore slow, after about 7,000 observations (β = 0.9).
class CorrectedAverage {
 public:
  explicit CorrectedAverage(double beta) : beta_(beta) {}

  double update(double loss) noexcept {
    biased_ = beta_ * biased_ + (1.0 - beta_) * loss;
    power_ *= beta_;
    return biased_ / (1.0 - power_);
  }

 private:
  double beta_;
  double biased_ = 0.0;
  double power_ = 1.0;
};

inline bool within(double minimum, double maximum, double tolerance, double epsilon) {
  return maximum - minimum < tolerance * (std::abs(minimum) + epsilon);
}

/// Extrema from two monotonic deques, the usual implementation.
class DequeDetector {
 public:
  DequeDetector(double beta, std::int64_t window, double tolerance)
      : average_(beta), window_(window), tolerance_(tolerance) {}

  bool observe(double loss) {
    const double level = average_.update(loss);
    push(minima_, level, [](double a, double b) { return a >= b; });
    push(maxima_, level, [](double a, double b) { return a <= b; });
    ++count_;
    return count_ >= window_ &&
           within(minima_.front().second, maxima_.front().second, tolerance_, 1e-12);
  }

 private:
  using Entries = std::deque<std::pair<std::int64_t, double>>;

  void push(Entries& entries, double level, auto beaten) {
    while (!entries.empty() && beaten(entries.back().second, level)) entries.pop_back();
    entries.emplace_back(count_, level);
    if (entries.front().first <= count_ - window_) entries.pop_front();
  }

  autodecay::ExponentialMovingAverage average_;
  std::int64_t window_;
  double tolerance_;
  std::int64_t count_ = 0;
  Entries minima_;
  Entries maxima_;
};

/// Extrema from a scan of the whole window per observation.
class RescanDetector {
 public:
  RescanDetector(double beta, std::int64_t window, double tolerance)
      : average_(beta), levels_(static_cast<std::size_t>(window)), tolerance_(tolerance) {}

  bool observe(double loss) {
    levels_[count_++ % levels_.size()] = average_.update(loss);
    if (count_ < levels_.size()) return false;
    const auto [minimum, maximum] = std::minmax_element(levels_.begin(), levels_.end());
    return within(*minimum, *maximum, tolerance_, 1e-12);
  }

 private:
  autodecay::ExponentialMovingAverage average_;
  std::vector<double> levels_;
  double tolerance_;
  std::size_t count_ = 0;
};

}  // namespace bench
