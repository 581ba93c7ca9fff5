// What each average makes of a loss of 2 with one spike.

#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  LatestValue latest;
  SimpleMovingAverage mean{3};
  ExponentialMovingAverage exponential{{.beta = 0.5}};

  std::cout << "loss\tlatest\tmean\texponential\n";
  for (const double loss : {2.0, 2.0, 10.0, 2.0, 2.0, 2.0, 2.0})
    std::cout << loss << '\t' << latest.update(loss) << '\t' << mean.update(loss) << '\t'
              << exponential.update(loss) << '\n';

  std::cout << "half-life 10: beta " << ExponentialMovingAverage::from_half_life(10).beta() << '\n'
            << "span 19: beta " << ExponentialMovingAverage::from_span(19).beta() << '\n';
}
