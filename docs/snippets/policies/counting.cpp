// Schedules that only count need no loss.

#include <iostream>
#include <string>

#include <autodecay/all.hpp>

void run(const std::string& name, auto scheduler) {
  using namespace autodecay;
  LearningRate rate{1.0};
  std::cout << name << ":";
  for (int epoch = 1; epoch <= 90; ++epoch)
    if (const Decision decision = scheduler.step(rate); decision != Decision::hold)
      std::cout << ' ' << decision << " after " << epoch << ", rate " << rate.value << ';';
  std::cout << '\n';
}

int main() {
  using namespace autodecay;
  run("every 25", Scheduler{LatestValue{}, EveryInterval{25}, Unlimited{}, ScaleLearningRate{}});
  run("at 30, 60 and 80", Scheduler{LatestValue{}, AtMilestones{30, 60, 80}, Unlimited{},
                                    ScaleLearningRate{{.factor = 0.5}}});
}
