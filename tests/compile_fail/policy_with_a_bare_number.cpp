// A number without a name is an option only of a policy that has a single one.
// expect: no matching
// expect: ScaleLearningRate
// expect quote: // ScaleLearningRate{{.factor = 0.5}}
#include <autodecay/all.hpp>

#ifdef MUST_FAIL
autodecay::ScaleLearningRate action{0.5};
#else
autodecay::ScaleLearningRate action{{.factor = 0.5}};
#endif
