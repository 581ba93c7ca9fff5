// A decay takes a constant loss from 2 to 1: when is the new stage found to be stable?

#include <iostream>

#include <autodecay/all.hpp>

int observations_until_stable(autodecay::ExponentialMovingAverage average) {
  autodecay::RelativeRange criterion{{.window = 5, .tolerance = 0.01}};
  int observations = 1;
  while (!criterion.update(average.update(1.0))) ++observations;
  return observations;
}

int main() {
  using namespace autodecay;
  ExponentialMovingAverage carried_over;
  for (int i = 0; i < 50; ++i) carried_over.update(2.0);
  std::cout << "an average that starts again: after " << observations_until_stable({})
            << " observations\n"
            << "an average that is carried over: after " << observations_until_stable(carried_over)
            << " observations\n";
}
