// Where a noisy loss that settles at 2 ends its stage, for three plans and half a trust in a wrong one.

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

void end_stage(autodecay::MarginalImprovement criterion) {
  int t = 1;
  while (!criterion.update(loss_at(t))) ++t;
  std::cout << "plan " << criterion.options().plan << ", trust " << criterion.options().trust
            << ": stable at observation " << t << ", " << criterion.measure() << '\n';
}

int main() {
  using autodecay::MarginalImprovement;
  for (const int plan : {30, 90, 270}) end_stage(MarginalImprovement{{.plan = plan}});
  end_stage(MarginalImprovement{{.plan = 270, .price = 0.38, .trust = 0.5}});
}
