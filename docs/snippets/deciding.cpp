// Deciding without acting, and the loss before training: see docs/getting-started.md.

#include <cmath>
#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using autodecay::Decision;
  {
    // [observe]
    autodecay::AutoDecay scheduler({.window = 3, .tolerance = 0.2});
    for (const double loss : {2.0, 1.5, std::nan(""), 1.4, 1.4, 1.4})
      std::cout << scheduler.observe(loss) << ' ';
    std::cout << "and " << scheduler.nonfinite_losses() << " loss was not finite\n"
              << scheduler.evidence() << '\n';
    // [observe]
  }
  {
    // [begin]
    autodecay::AutoDecay scheduler({.window = 3});
    scheduler.begin(2.3);  // the loss of the untrained model
    for (const double loss : {7.52, 7.5, 7.51})
      (void)scheduler.observe(loss);  // the rate is too high
    std::cout << scheduler.evidence() << '\n';
    // [begin]
  }
}
