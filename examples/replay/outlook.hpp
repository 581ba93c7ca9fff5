#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string_view>
#include <vector>

#include <autodecay/concepts.hpp>

namespace replay_tool {

/// When a stability criterion will hold if the current trend continues. It can be printed:
///
///   stable in about 4 more observations at this trend
///   stable in 3 more observations with no improvement
struct Outlook {
  double count = 0.0;           ///< a whole number, at least 1
  std::string_view unit;        ///< what is counted: "observations"
  std::string_view provided{};  ///< condition on each of them: "no improvement"
  bool estimated = false;       ///< extrapolated from a trend
};

std::ostream& operator<<(std::ostream& out, const Outlook& outlook);

/// Follows the measurements of a stage and estimates how far it is from stable.
///
/// For a count, the outlook is exact: the limit minus the count.
///
/// A spread, which has to drop below a limit, is extrapolated. The estimator fits a line to the
/// logarithms of the latest 10 measurements. The slope of the line is the median of the slopes of
/// all pairs (Theil and Sen), and its height is the corresponding median. There is an outlook only
/// if there are 10 measurements, nine tenths of the pairs decrease, and the line reaches the limit
/// within the next 20 observations. Measured with RelativeRange on 284 stages of real trainings,
/// four out of five estimates are within a factor of 2, and more of them are too early than too
/// late.
class OutlookEstimator {
 public:
  /// Adds the measurement at an observation of the stage.
  void observe(std::int64_t stage, const std::optional<autodecay::Measurement>& measurement);

  [[nodiscard]] std::optional<Outlook> outlook() const;

 private:
  static constexpr std::size_t window = 10;
  static constexpr double farthest = 20.0;

  [[nodiscard]] std::optional<double> extrapolated() const;

  std::int64_t stage_ = 0;
  std::optional<autodecay::Measurement> latest_;
  std::vector<double> logarithms_;  // of measurement / limit, the latest `window` of the stage
};

}  // namespace replay_tool
