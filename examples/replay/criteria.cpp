#include "criteria.hpp"

namespace replay_tool {

using namespace autodecay;

namespace {

/// Makes a criterion of the options that are given, and of these for the others.
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
      {"range", "the spread of the last levels is within a tolerance; the paper's",
       by_default<RelativeRange>},
      {"patience", "so many levels in a row are no improvement on the stage's best",
       by_default<NoImprovement>},
      {"remaining_improvement", "the improvement to come is small beside the improvement so far",
       by_default<RemainingImprovement>, "none"},
      {"improvement_test", "the improvement to come is below a tolerance, with a confidence",
       by_default<ImprovementTest>, "none"},
      {"every", "so many observations have passed, whatever the loss",
       [](Arguments& given, double epsilon) {
         return made<EveryInterval>(given, epsilon, {StepDecay::Options{}.interval});
       }},
      {"pytorch", "ReduceLROnPlateau of PyTorch, and so of LibTorch, timm and fairseq",
       by_default<compat::PyTorchPlateau>, "none", "unlimited"},
      {"keras", "ReduceLROnPlateau of Keras", by_default<compat::KerasPlateau>, "none",
       "unlimited"},
      {"optax", "reduce_on_plateau of optax", by_default<compat::OptaxPlateau>, "none",
       "unlimited"},
      {"dlib", "dnn_trainer of dlib, on training losses", by_default<compat::DlibPlateau>, "none",
       "unlimited"},
  };
  return all;
}

}  // namespace replay_tool
