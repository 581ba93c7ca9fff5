// A loss of every step, with 5 % noise: the test waits while the loss improves, and until it is sure.

#include <cmath>
#include <cstdint>
#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  std::uint64_t state = 1;
  ImprovementTest criterion{{.tolerance = 0.01, .lookahead = 100}};
  for (int t = 1; t <= 20000; ++t) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    const double noise = static_cast<double>(state >> 11) * 0x1p-52 - 1.0;
    const double loss = (2.0 + 3.0 * std::exp(-t / 500.0)) * (1.0 + 0.05 * noise);
    const bool stable = criterion.update(loss);
    if (t == 1000 || t == 2000 || stable)
      std::cout << "observation " << t << ": " << criterion.measure() << '\n';
    if (stable) break;
  }
}
