// A plateau that is found after 20 observations ends after 25.

#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  Linger criterion{RelativeRange{{.window = 5}}, {.share = 0.25}};
  for (int t = 1; t <= 40; ++t) {
    const bool stable = criterion.update(t <= 16 ? 20.0 - t : 4.0);
    if (t == 10 || t == 20 || stable)
      std::cout << "observation " << t << ": " << *criterion.measure() << '\n';
    if (stable) break;
  }
}
