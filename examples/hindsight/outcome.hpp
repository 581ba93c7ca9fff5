#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hindsight {

/// What ending a recorded stage early brings and costs.
struct Outcome {
  double saved = 0.0;   ///< share of the stage's rows that were not needed
  double regret = 0.0;  ///< by what share the smoothed loss then lay above that of the stage's end

  bool operator==(const Outcome&) const = default;
};

/// The window that a stage of so many rows is smoothed over: the least odd number that is at least
/// max(3, rows/15).
[[nodiscard]] std::size_t smoothing_window(std::size_t rows);

/// The mean of each value and its (window - 1) / 2 neighbours on either side; beyond the edges the
/// edge's value is repeated. `window` is odd.
[[nodiscard]] std::vector<double> moving_mean(std::span<const double> values, std::size_t window);

/// Element d - 1 is the outcome of ending the stage after row d of its n: with s for the stage's
/// moving_mean over smoothing_window(n), saved is (n - d)/n and regret max(0, s_d - s_n)/s_n. The
/// last one, 0 and 0, is that of never ending it. Throws std::invalid_argument if s_n is not
/// positive, as nothing is a share of it then. At least one loss.
[[nodiscard]] std::vector<Outcome> outcomes_of(std::span<const double> losses);

/// The mean over some outcomes, at least one.
[[nodiscard]] Outcome mean_of(std::span<const Outcome> outcomes);

}  // namespace hindsight
