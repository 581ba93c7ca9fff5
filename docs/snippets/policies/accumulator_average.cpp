// The mean of all losses of a stage, by Boost.Accumulators, as the average of a scheduler.

#include <iostream>

#include <boost/accumulators/statistics/mean.hpp>

#include <autodecay/adapters/boost_accumulators.hpp>
#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  Scheduler scheduler{AccumulatorAverage<boost::accumulators::tag::mean>{},
                      RelativeRange{{.window = 3, .tolerance = 0.05}}, StageLimit{2},
                      ScaleLearningRate{}};
  LearningRate rate{0.1};
  for (const double loss : {4.0, 2.0, 3.0, 3.0, 3.0}) {
    (void)scheduler.step(rate, loss);
    std::cout << "loss " << loss << ": " << scheduler.evidence() << '\n';
  }
}
