// Two stages, and then the end, whatever the loss does.

#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  Scheduler scheduler{LatestValue{}, EveryInterval{10}, StageLimit{2}, ScaleLearningRate{}};
  for (int t = 1; t <= 22; ++t)
    if (scheduler.observe() != Decision::hold) std::cout << scheduler.evidence() << '\n';
}
