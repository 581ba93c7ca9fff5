// One scheduler through two stages: a non-finite loss, a decay, a stop, and a stage of the caller's.

#include <iostream>
#include <limits>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  Scheduler scheduler{LatestValue{}, RelativeRange{{.window = 2, .tolerance = 0.05}}, StageLimit{2},
                      ScaleLearningRate{}};
  LearningRate rate{0.1};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double loss : {4.0, nan, 2.0, 2.0, 1.0, 1.0, 0.5}) {
    (void)scheduler.step(rate, loss);
    std::cout << "loss " << loss << ": " << scheduler.evidence() << "; rate " << rate.value << '\n';
  }
  scheduler.begin_stage();
  (void)scheduler.step(rate, 0.5);
  std::cout << "begin_stage(), loss 0.5: " << scheduler.evidence() << '\n';
}
