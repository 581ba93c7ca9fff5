// A loss that settles at 2: its levels over the last five observations come ever closer.

#include <cmath>
#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  RelativeRange criterion{{.window = 5, .tolerance = 0.01}};
  for (int t = 1; t <= 100; ++t) {
    const bool stable = criterion.update(2.0 + 3.0 * std::exp(-t / 10.0));
    if (t == 3 || t == 5 || t % 20 == 0 || stable)
      std::cout << "observation " << t << ": " << criterion.measure() << '\n';
    if (stable) break;
  }
}
