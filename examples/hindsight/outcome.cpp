#include "hindsight/outcome.hpp"

#include <algorithm>

#include <autodecay/number_text.hpp>

namespace hindsight {

std::size_t smoothing_window(std::size_t rows) {
  const std::size_t window = std::max<std::size_t>(3, (rows + 14) / 15);
  return window % 2 == 1 ? window : window + 1;
}

std::vector<double> moving_mean(std::span<const double> values, std::size_t window) {
  const auto count = static_cast<std::ptrdiff_t>(values.size());
  const auto half = static_cast<std::ptrdiff_t>(window / 2);
  std::vector<double> means;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    double sum = 0.0;
    for (std::ptrdiff_t k = i - half; k <= i + half; ++k)
      sum += values[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, count - 1))];
    means.push_back(sum / static_cast<double>(window));
  }
  return means;
}

std::vector<Outcome> outcomes_of(std::span<const double> losses) {
  const std::vector<double> smooth = moving_mean(losses, smoothing_window(losses.size()));
  const double end = smooth.back();
  if (!(end > 0.0))
    throw std::invalid_argument("stage: its smoothed last loss must be greater than 0, got " +
                                autodecay::to_text(end));
  const auto rows = static_cast<double>(losses.size());
  std::vector<Outcome> outcomes;
  for (std::size_t i = 0; i < smooth.size(); ++i)
    outcomes.push_back(
        {(rows - static_cast<double>(i + 1)) / rows, std::max(0.0, smooth[i] - end) / end});
  return outcomes;
}

Outcome mean_of(std::span<const Outcome> outcomes) {
  Outcome mean;
  for (const Outcome& outcome : outcomes) {
    mean.saved += outcome.saved;
    mean.regret += outcome.regret;
  }
  const auto count = static_cast<double>(outcomes.size());
  return {mean.saved / count, mean.regret / count};
}

}  // namespace hindsight
