// Two stages, compared with the end of the stage before and with their own start.

#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  const RelativeDrop ours{{.ratio = 0.95}};
  const RelativeDrop paper{{.ratio = 0.95, .reference = DropReference::first_level}};
  const auto judge = [&](const Stage& stage) {
    for (const RelativeDrop& drop : {ours, paper}) {
      std::cout << (drop.significant(stage) ? "decay" : "stop");
      if (const auto measured = drop.measure(stage)) std::cout << ": " << *measured;
      std::cout << '\n';
    }
  };

  std::cout << "stage 1, from 2.5 to 2:\n";
  judge({.index = 1, .first_level = 2.5, .level = 2.0});
  std::cout << "stage 1, with 2.3 before the training:\n";
  judge({.index = 1, .first_level = 2.5, .level = 2.0, .previous_level = 2.3});
  std::cout << "stage 2, which begins at 1.5, after most of its improvement:\n";
  judge({.index = 2, .first_level = 1.5, .level = 1.45, .previous_level = 2.0});
}
