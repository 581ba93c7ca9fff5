#pragma once

#include <cmath>
#include <limits>

namespace replay_tool {

/// Follows the learning rate of a log and tells where its recorded stages begin.
///
/// A stage begins where the rate changes after it was the same for at least two observations. A rate
/// that changes at every observation, as in a warm-up or a cosine, begins none.
class RecordedRate {
 public:
  /// Adds the rate of the next observation; NaN if it is not known. Returns whether a recorded stage
  /// begins with it.
  bool next(double rate) noexcept {
    const bool changes = !std::isnan(rate_) && rate != rate_;
    const bool begins = changes && held_;
    held_ = !std::isnan(rate) && rate == rate_;
    rate_ = rate;
    return begins;
  }

  /// Whether the rate of the latest observation was also that of the one before it.
  [[nodiscard]] bool held() const noexcept { return held_; }

  /// Whether the latest observation had a rate.
  [[nodiscard]] bool known() const noexcept { return !std::isnan(rate_); }

 private:
  double rate_ = std::numeric_limits<double>::quiet_NaN();
  bool held_ = false;
};

}  // namespace replay_tool
