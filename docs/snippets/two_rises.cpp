// A stability criterion of one's own: see docs/guides/your-own-policy.md.

#include <iostream>
#include <limits>

#include <autodecay/all.hpp>

// [policy]
struct TwoRises {  // a stage is over once the loss has risen twice in succession
  double previous = std::numeric_limits<double>::infinity();
  int rises = 0;

  bool update(double level) noexcept {
    rises = level > previous ? rises + 1 : 0;
    previous = level;
    return rises >= 2;
  }
  bool operator==(const TwoRises&) const = default;
};
// [policy]

int main() {
  // [use]
  using namespace autodecay;
  Scheduler scheduler{LatestValue{}, TwoRises{}, RelativeDrop{{.ratio = 0.9}}, ScaleLearningRate{}};
  // [use]
  LearningRate rate{0.1};
  for (const double loss : {5.0, 4.0, 4.1, 4.2, 3.0, 2.0, 2.1, 2.2, 2.1, 2.2, 2.3}) {
    const Decision decision = scheduler.step(rate, loss);
    if (decision != Decision::hold)
      std::cout << scheduler.evidence() << "; rate " << rate.value << '\n';
  }
}
