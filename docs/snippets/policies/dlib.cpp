// dlib's dnn_trainer with set_iterations_without_progress_threshold(100) on a loss that settles.

#include <cmath>
#include <cstdint>
#include <iostream>

#include <autodecay/compat.hpp>

int main() {
  using namespace autodecay;
  compat::DlibScheduler scheduler({.window = 100, .factor = 0.1, .floor = 0.001});
  LearningRate rate{0.01};
  std::uint64_t state = 1;
  for (int t = 1; t <= 10000; ++t) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    const double noise = static_cast<double>(state >> 11) * 0x1p-52 - 1.0;
    const Decision decision = scheduler.step(rate, 2.0 + 3.0 * std::exp(-t / 100.0) + 0.1 * noise);
    if (decision != Decision::hold)
      std::cout << scheduler.evidence() << "; rate " << rate.value << '\n';
    if (decision == Decision::stop) break;
  }
}
