// Where a noisy loss that settles at 2 ends its stage, for three shares.

#include <cmath>
#include <cstdint>
#include <iostream>

#include <autodecay/all.hpp>

// 2 + 3 exp(-t / 20), with uniform noise of 1 %, the same in every run.
double loss_at(int t) {
  static std::uint64_t state = 0;
  state = t == 1 ? 1 : state * 6364136223846793005U + 1442695040888963407U;
  const double noise = static_cast<double>(state >> 11) * 0x1p-52 - 1.0;
  return (2.0 + 3.0 * std::exp(-t / 20.0)) * (1.0 + 0.01 * noise);
}

int main() {
  using namespace autodecay;
  for (const double share : {0.2, 0.4, 0.8}) {
    RemainingImprovement criterion{{.share = share}};
    int t = 1;
    while (!criterion.update(loss_at(t))) ++t;
    std::cout << "share " << share << ": stable at observation " << t << ", " << criterion.measure()
              << '\n';
  }
}
