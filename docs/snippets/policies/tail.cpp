// A constant rate until the plateau, and then a tail of a quarter of the observations so far.

#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  Scheduler scheduler{LatestValue{}, RelativeRange{{.window = 5}}, StageLimit{1},
                      Tail{{.share = 0.25}}};
  LearningRate rate{0.1};
  Decision decision = Decision::hold;
  for (int t = 1; decision != Decision::stop; ++t) {
    std::cout << (t >= 15 ? "trained at " : "");
    if (t >= 15) std::cout << rate.value << ": ";
    decision = scheduler.step(rate, t <= 12 ? 16.0 - t : 4.0);
    if (t >= 15) std::cout << scheduler.evidence() << '\n';
  }
}
