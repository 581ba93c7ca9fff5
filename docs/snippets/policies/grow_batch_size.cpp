// The batch grows up to its limit, and the next plateau ends the training.

#include <cstdint>
#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  Scheduler scheduler{LatestValue{}, EveryInterval{10}, Unlimited{},
                      GrowBatchSize{{.factor = 4, .limit = 1024}}};
  std::int64_t batch = 32;
  std::cout << batch;
  while (scheduler.step(batch) != Decision::stop)
    if (scheduler.begins_stage()) std::cout << ", then " << batch;
  std::cout << "; " << scheduler.evidence() << '\n';
}
