// A plateau ends a stage, but neither before its 8th observation nor after its 20th; three stages.

#include <cmath>
#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  Scheduler scheduler{LatestValue{},
                      AnyOf{AllOf{MinStageLength{8}, RelativeRange{}}, EveryInterval{20}},
                      AllOf{StageLimit{3}, RelativeDrop{}}, ScaleLearningRate{}};
  LearningRate rate{0.1};
  double loss = 4.0;
  for (int t = 1; t <= 100; ++t) {
    loss = rate.value < 0.1 ? 1.0 : loss * 0.97;  // the second stage settles at once
    const Decision decision = scheduler.step(rate, loss);
    if (decision != Decision::hold) std::cout << scheduler.evidence() << '\n';
    if (decision == Decision::stop) break;
  }
}
