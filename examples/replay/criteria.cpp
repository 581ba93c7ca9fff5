#include "criteria.hpp"

namespace replay_tool {

using namespace autodecay;

namespace {

/// Makes a criterion. `given` overrides the values in `options`.
template <typename P>
Stability made(Arguments& given, double epsilon, typename P::Options options) {
  if constexpr (requires { options.epsilon; }) options.epsilon = epsilon;
  given.read(options).finish();
  return P(options);
}

template <typename P>
Stability by_default(Arguments& given, double epsilon) {
  return made<P>(given, epsilon, {});
}

}  // namespace

const std::vector<Criterion>& criteria() {
  static const std::vector<Criterion> all = {
      {"range", "the spread of the latest levels is below a tolerance (the paper's rule)",
       by_default<RelativeRange>},
      {"patience", "consecutive levels do not improve on the best level of the stage",
       by_default<NoImprovement>},
      {"remaining_improvement",
       "the remaining improvement is small compared with the improvement so far",
       by_default<RemainingImprovement>, "none"},
      {"improvement_test", "a test rules out a further improvement above a tolerance",
       by_default<ImprovementTest>, "none"},
      {"every", "a fixed number of observations has passed",
       [](Arguments& given, double epsilon) {
         return made<EveryInterval>(given, epsilon, {StepDecay::Options{}.interval});
       }},
      {"pytorch",
       "ReduceLROnPlateau of PyTorch, which is also the rule of LibTorch, timm and fairseq",
       by_default<compat::PyTorchPlateau>, "none", "unlimited"},
      {"keras", "ReduceLROnPlateau of Keras", by_default<compat::KerasPlateau>, "none",
       "unlimited"},
      {"optax", "reduce_on_plateau of optax", by_default<compat::OptaxPlateau>, "none",
       "unlimited"},
      {"dlib", "the rule of dlib's dnn_trainer for training losses",
       by_default<compat::DlibPlateau>, "none", "unlimited"},
  };
  return all;
}

}  // namespace replay_tool
