#include "hindsight/outcome.hpp"

#include <algorithm>

#include <autodecay/number_text.hpp>

namespace hindsight {

std::size_t smoothing_window(std::size_t rows) {
  const std::size_t window = std::max<std::size_t>(3, (rows + 14) / 15);
  return window % 2 == 1 ? window : window + 1;
}

// In blocks of the window's length, every window is the tail of one block and the head of the next.
// So each mean takes one addition, and unlike in a running sum, a large value that has left the
// window leaves no rounding error behind.
std::vector<double> moving_mean(std::span<const double> values, std::size_t window) {
  const std::size_t half = window / 2;
  const auto padded = [&](std::size_t i) {
    return values[std::min(i < half ? 0 : i - half, values.size() - 1)];
  };
  std::vector<double> tails(window + 1);  // tails[i]: the sum of the block from its value i on
  std::vector<double> means;
  means.reserve(values.size());
  for (std::size_t block = 0; block < values.size(); block += window) {
    for (std::size_t i = window; i-- > 0;) tails[i] = tails[i + 1] + padded(block + i);
    double head = 0.0;  // the sum of the next block up to the window's end
    for (std::size_t i = 0; i < window && block + i < values.size(); ++i) {
      if (i > 0) head += padded(block + window + i - 1);
      means.push_back((tails[i] + head) / static_cast<double>(window));
    }
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
