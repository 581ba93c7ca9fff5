// The rate rises from 0.01 to 0.1 over five observations, and stage 1 begins after them.

#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  Scheduler scheduler{LatestValue{}, EveryInterval{3}, StageLimit{2},
                      Sequence{WarmUp{{.observations = 5, .factor = 10}}, ScaleLearningRate{}}};
  LearningRate rate{0.01};
  for (int t = 1; t <= 11; ++t) {
    std::cout << "trained at " << rate.value << ": ";
    (void)scheduler.step(rate, 1.0);
    std::cout << scheduler.evidence() << '\n';
  }
}
