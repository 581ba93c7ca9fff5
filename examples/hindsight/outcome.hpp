#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hindsight {

/// The benefit and the cost of ending a recorded stage early.
struct Outcome {
  double saved = 0.0;   ///< share of the rows of the stage that are saved
  double regret = 0.0;  ///< relative excess of the smoothed loss over that at the end

  bool operator==(const Outcome&) const = default;
};

/// The smoothing window for a stage of `rows` rows: the smallest odd number that is at least
/// max(3, rows/15).
[[nodiscard]] std::size_t smoothing_window(std::size_t rows);

/// The mean of each value and its (window - 1) / 2 neighbours on either side. Beyond the ends, the
/// value at the end is repeated. Requires an odd window.
[[nodiscard]] std::vector<double> moving_mean(std::span<const double> values, std::size_t window);

/// Element d - 1 is the outcome of ending the stage after row d of its n rows. Let s be the
/// moving_mean of the stage over smoothing_window(n). Then saved is (n - d)/n, and regret is max(0,
/// s_d - s_n)/s_n. The last element, {0, 0}, is the outcome of never ending the stage. Requires at
/// least one loss. Throws std::invalid_argument if s_n is not positive, because the regret is then
/// undefined.
[[nodiscard]] std::vector<Outcome> outcomes_of(std::span<const double> losses);

/// The mean of at least one outcome.
[[nodiscard]] Outcome mean_of(std::span<const Outcome> outcomes);

}  // namespace hindsight
