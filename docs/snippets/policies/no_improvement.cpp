// Patience counts from the best level, and a worsening of a negative loss is no improvement.

#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  NoImprovement criterion{{.patience = 3, .relative_margin = 0.01}};
  for (const double loss : {-1.0, -2.0, -2.01, -1.99, -2.5, -2.4, -2.49, -2.51}) {
    const bool stable = criterion.update(loss);
    std::cout << "loss " << loss << ": " << criterion.measure() << (stable ? ", stable" : "")
              << '\n';
  }
}
