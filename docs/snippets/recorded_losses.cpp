// Settings on a record: see docs/guides/choosing-a-criterion.md.

#include <cmath>
#include <cstdint>
#include <iostream>
#include <optional>
#include <vector>

#include <autodecay/all.hpp>
#include <autodecay/sweep.hpp>

int main() {
  std::vector<double> losses;
  for (int epoch = 1; epoch <= 100; ++epoch) losses.push_back(1.0 + std::exp(-0.1 * epoch));

  // [replay]
  using autodecay::replay, autodecay::AutoDecay, autodecay::ReplayedStage;
  for (const ReplayedStage& stage : replay(AutoDecay({.window = 10}), losses))
    std::cout << stage.first << " to " << stage.last << ": " << stage.evidence << '\n';
  // [replay]

  // [sweep]
  const autodecay::Sweep sweep(losses,
                               {.betas = {0.9}, .windows = {5, 10}, .tolerances = {0.01, 0.001}});
  const std::optional<std::int64_t> first = sweep.first_plateau(0, 1, 0);  // β 0.9, W 10, η 0.01
  // [sweep]
  std::cout << "first plateau at " << first.value_or(0) << '\n';
}
