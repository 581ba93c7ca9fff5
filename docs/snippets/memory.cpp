// The bytes of each scheduler and criterion, without what grows with a window.

#include <iostream>

#include <autodecay/all.hpp>

int main() {
  using namespace autodecay;
  std::cout << "AutoDecay             " << sizeof(AutoDecay) << '\n'
            << "StepDecay             " << sizeof(StepDecay) << '\n'
            << "ReduceOnPlateau       " << sizeof(ReduceOnPlateau) << '\n'
            << "RelativeRange         " << sizeof(RelativeRange) << '\n'
            << "NoImprovement         " << sizeof(NoImprovement) << '\n'
            << "MarginalImprovement   " << sizeof(MarginalImprovement) << '\n'
            << "RemainingImprovement  " << sizeof(RemainingImprovement) << '\n'
            << "ImprovementTest       " << sizeof(ImprovementTest) << '\n';
}
