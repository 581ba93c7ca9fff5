// One factor with a floor, and one rate for each stage. At the end of either, no decay is left.

#include <iostream>

#include <autodecay/all.hpp>

void run(auto action) {
  using namespace autodecay;
  Scheduler scheduler{LatestValue{}, EveryInterval{10}, Unlimited{}, action};
  LearningRate rate{0.1};
  std::cout << rate.value;
  while (scheduler.step(rate) != Decision::stop)
    if (scheduler.begins_stage()) std::cout << ", then " << rate.value;
  std::cout << "; " << scheduler.evidence() << '\n';
}

int main() {
  using namespace autodecay;
  run(ScaleLearningRate{{.factor = 0.1, .floor = 0.002}});
  run(LearningRateSequence{0.1, 0.03, 0.01, 0.002});
}
