#include "figures/analytic.hpp"
#include "support/csv_writer.hpp"
#include "support/text.hpp"

#include <algorithm>
#include <cmath>

#include <autodecay/all.hpp>

namespace figures {

Claim write_figure_1(const std::filesystem::path& folder) {
  constexpr int epochs = 90;
  constexpr int interval = 30;
  constexpr double initial_rate = 0.1;

  csv::Writer csv("epoch,learning_rate");
  autodecay::StepDecay scheduler({.interval = interval});
  autodecay::LearningRate rate{initial_rate};
  double deviation = 0.0;
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    csv.row(epoch, rate.value);
    const double expected = initial_rate * std::pow(0.1, (epoch - 1) / interval);
    deviation = std::max(deviation, std::abs(rate.value / expected - 1.0));
    (void)scheduler.step(rate);
  }
  csv.write(folder / "figure-1.csv");

  constexpr double rounding = 1e-15;
  return {verdict_of(deviation <= rounding),
          "the rates of StepDecay are 0.1 * 0.1^floor((epoch - 1) / 30) in " +
              support::to_text(epochs) + " epochs with a relative deviation of " +
              support::rounded(deviation) +
              " (allowed for rounding: " + support::rounded(rounding) + ")"};
}

}  // namespace figures
