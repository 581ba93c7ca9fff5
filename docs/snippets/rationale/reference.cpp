// One stage whose loss falls from 2 to 1.5 within a few dozen steps, observed more and less often.

#include <cmath>
#include <iostream>

#include <autodecay/all.hpp>

double mean_loss(int first_step, int last_step) {
  double sum = 0.0;
  for (int step = first_step; step <= last_step; ++step) sum += 1.5 + 0.5 * std::exp(-step / 30.0);
  return sum / (last_step - first_step + 1);
}

int main() {
  using namespace autodecay;
  const RelativeDrop ours{{.ratio = 0.95}};
  const RelativeDrop paper{{.ratio = 0.95, .reference = DropReference::first_level}};
  for (const int steps : {1, 10, 100, 400}) {
    const Stage stage{.index = 2,
                      .first_level = mean_loss(1, steps),
                      .level = mean_loss(2001 - steps, 2000),
                      .previous_level = 2.0};
    std::cout << "one loss per " << steps << " steps: " << *ours.measure(stage) << "; "
              << *paper.measure(stage) << '\n';
  }
}
